import { readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/errors/app-error.ts'
import { DAMAGE_HINT } from './damage.ts'
import { readLines } from './journal-lines.ts'

const NAME = /^journal\.(\d+)\.log$/

export function journalName(generation: number): string {
  return `journal.${generation}.log`
}

/** The generations of the journals in a directory, in no order. */
async function listJournals(directory: string): Promise<number[]> {
  const names = await readdir(directory)
  return names.flatMap((name) => {
    const generation = NAME.exec(name)?.[1]
    return generation === undefined ? [] : [Number(generation)]
  })
}

/** Whether a journal holds anything besides its first line. */
export async function hasChanges(directory: string, generation: number): Promise<boolean> {
  const bytes = await readFile(join(directory, journalName(generation))).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0)
      throw error
    },
  )
  const { whole, damage } = readLines(bytes)
  return whole.length > 0 || damage.length > 0
}

/**
 * A snapshot and its journal are made together, the journal first; so a journal without its snapshot, a
 * snapshot without its journal, and changes behind a newer snapshot than the one that is there are damage.
 *
 * @param snapshot - Generation of the snapshot; nothing when there is none.
 * @throws AppError `STORE_UNREADABLE`.
 */
export async function assertGenerations(
  directory: string,
  snapshot: number | undefined,
): Promise<void> {
  const journals = await listJournals(directory)
  const last = Math.max(...journals)
  if (snapshot === undefined && journals.length > 0 && last > 1)
    throw unreadable(`${join(directory, 'db.json')} is missing: ${journalName(last)} continues it.`)
  if (snapshot !== undefined && !journals.includes(snapshot))
    throw unreadable(
      `${join(directory, journalName(snapshot))} is missing: the changes since db.json was written stand in it.`,
    )
  for (const generation of journals) {
    if (generation <= (snapshot ?? 1)) continue
    // An attempt to write a snapshot that failed leaves an empty journal.
    if (await hasChanges(directory, generation))
      throw unreadable(
        `${join(directory, 'db.json')} is older than ${journalName(generation)}: the newer snapshot is missing.`,
      )
  }
}

/** Removes the journals of other generations, and what writes that were cut short have left. */
export async function removeOldFiles(directory: string, generation: number): Promise<void> {
  const names = await readdir(directory)
  const stale = names.filter((name) => {
    const journal = name.replace(/\.end$/, '')
    return (NAME.test(journal) && journal !== journalName(generation)) || name.endsWith('.tmp')
  })
  await Promise.all(stale.map((name) => unlink(join(directory, name)).catch(() => undefined)))
}

function unreadable(detail: string): AppError {
  return new AppError('STORE_UNREADABLE', { detail, hint: DAMAGE_HINT })
}
