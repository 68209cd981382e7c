import { readFile } from 'node:fs/promises'
import { Argument } from 'commander'
import type { ImportNote } from '#shared/contract/endpoints/import-note.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { CliCommand } from '../command.ts'
import { connect } from '../connect.ts'
import { companionUrl, configDir, dataDir, json } from '../options.ts'

interface Values {
  files: string[]
  json?: true
  companion?: string
  config?: string
  data?: string
}

/** Exits with 0 when everything in the files was taken; otherwise nothing was. */
export const importDefinitions: CliCommand<Values> = {
  name: 'import',
  summary: 'take API definitions and policies of Tyk from files',
  description:
    'Takes API definitions (classic, OAS) and policies as they lie in files: single ones, lists, policies.json, what the Dashboard and tyk-sync export. All or none of them, live at once at the companion that is running, or else kept in your data directory. What the gateway does not act on is named.',
  arguments: [new Argument('<files...>', 'JSON files')],
  options: [
    json('print JSON'),
    companionUrl().conflicts(['config', 'data']),
    configDir(),
    dataDir(),
  ],
  async run(values) {
    // Read before a companion is started: a file that cannot be read needs none.
    const definitions = await Promise.all(values.files.map(readDocument))
    const connection = await connect({ ...values, keepsLedger: true })
    try {
      const taken = await connection.client.importDefinitions({ body: { definitions } })
      if (values.json) console.log(JSON.stringify(taken, null, 2))
      else {
        for (const id of taken.apis) console.log(`API     ${id}`)
        for (const id of taken.policies) console.log(`policy  ${id}`)
        for (const note of taken.notes) console.log(writeNote(note))
      }
      return 0
    } finally {
      await connection.close?.()
    }
  },
}

function writeNote({ kind, id, members, message }: ImportNote): string {
  return `\n${kind === 'api' ? 'API' : 'Policy'} ${id}: ${members.join(', ')}\n  ${message}`
}

/** @throws AppError `IMPORT_UNREADABLE` for a file that cannot be read or is no JSON object or list. */
async function readDocument(path: string): Promise<Record<string, unknown> | unknown[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unreadable(path, `cannot be read: ${(cause as Error).message}`, cause)
  })
  let document: unknown
  try {
    // Editors on Windows begin a file with a mark of its encoding.
    document = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw unreadable(path, `is not JSON: ${(cause as Error).message}`, cause)
  }
  if (typeof document === 'object' && document !== null)
    return document as Record<string, unknown> | unknown[]
  throw unreadable(path, 'holds neither an object nor a list', undefined)
}

function unreadable(path: string, why: string, cause: unknown): AppError {
  return new AppError('IMPORT_UNREADABLE', {
    detail: `${path} ${why}.`,
    hint: 'Name JSON files with definitions of Tyk; convert YAML first.',
    cause,
  })
}
