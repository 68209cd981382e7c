import { readFile } from 'node:fs/promises'
import type { ApiClient } from '#shared/contract/api-client.ts'
import { type ReplaySet, SetFile } from '#shared/contract/replay/replay-set.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { readFieldIssues } from '#shared/errors/field-issues.ts'

/**
 * The set that a file holds.
 *
 * @returns `undefined` when there is no such file.
 * @throws AppError `IMPORT_UNREADABLE` for a file that holds no set, or that cannot be read.
 */
export async function readSetFile(path: string): Promise<SetFile | undefined> {
  const text = await readText(path)
  if (text === undefined) return undefined
  const read = SetFile.safeParse(parseJson(text))
  if (read.success) return read.data
  const [issue] = readFieldIssues(read.error)
  throw new AppError('IMPORT_UNREADABLE', {
    detail: `${path} holds no set: ${issue?.field || 'the file'}: ${issue?.message ?? 'is not valid.'}`,
    hint: 'Export the set again, on the Replay page or from /api/replay/sets/ID/export.',
  })
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    // A folder may have the name of a set.
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((cause as NodeJS.ErrnoException).code ?? ''))
      return undefined
    throw new AppError('IMPORT_UNREADABLE', {
      detail: `${path} cannot be read: ${(cause as Error).message}.`,
      hint: 'Name a file that you may read.',
      cause,
    })
  }
}

/** The set of a companion by its id, its name, or its name with dashes. @throws AppError `RECORD_NOT_FOUND`. */
export async function findSet(client: ApiClient, wanted: string): Promise<ReplaySet> {
  const sets = await client.listReplaySets()
  const found = sets.filter(
    ({ id, name }) => id === wanted || name === wanted || slug(name) === slug(wanted),
  )
  const [first, second] = found
  if (first && !second) return first
  const names = sets.map(({ name }) => slug(name)).join(', ')
  throw new AppError('RECORD_NOT_FOUND', {
    detail: first
      ? `${found.length} sets are called ${wanted}: ${found.map(({ id }) => id).join(', ')}.`
      : `There is no file and no set called ${wanted}.`,
    hint: first
      ? 'Name one by its id.'
      : names === ''
        ? 'The companion has no sets; name a file, or the companion that has them with --companion.'
        : `The companion has ${names}.`,
  })
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
