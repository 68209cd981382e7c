import { readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { readEnd } from './journal-end.ts'
import { type ReadLines, readLines } from './journal-lines.ts'

const NAME = /^journal\.(\d+)\.log$/

export interface ReadJournal extends ReadLines {
  name: string
  generation: number
  /** Bytes of the file. */
  sizeBytes: number
  /** Bytes that it had when it was closed; nothing when it was not closed, or grew since. */
  closedBytes: number | undefined
}

export function journalName(generation: number): string {
  return `journal.${generation}.log`
}

/** All journals of a directory, the oldest first, each as far as it is whole. */
export async function readJournals(directory: string): Promise<ReadJournal[]> {
  const names = await readdir(directory).catch(() => [])
  const generations = names.flatMap((name) => {
    const generation = NAME.exec(name)?.[1]
    return generation === undefined ? [] : [Number(generation)]
  })
  generations.sort((left, right) => left - right)
  return Promise.all(
    generations.map(async (generation) => {
      const name = journalName(generation)
      const path = join(directory, name)
      const bytes = await readFile(path)
      const closedBytes = await readEnd(path)
      const sizeBytes = bytes.length
      return { ...(await readLines(bytes)), name, generation, sizeBytes, closedBytes }
    }),
  )
}

/** Whether a journal holds anything besides its first line. */
export function hasChanges({ whole, damage }: ReadLines): boolean {
  return whole.length > 0 || damage.length > 0
}

/** Removes the journals of earlier generations, and what writes that were cut short have left. */
export async function removeOldFiles(
  directory: string,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const names = await readdir(directory)
  const stale = names.filter((name) => {
    const generation = NAME.exec(name.replace(/\.end$/, ''))?.[1]
    if (generation === undefined) return name.endsWith('.tmp')
    return Number(generation) < from || Number(generation) > to
  })
  await Promise.all(stale.map((name) => unlink(join(directory, name)).catch(() => undefined)))
}
