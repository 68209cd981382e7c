import { join } from 'node:path'
import { Low } from 'lowdb'
import type { Kept } from '../keeper.ts'
import { followJournals } from './follow-journals.ts'
import { hasChanges, type ReadJournal, readJournals } from './journal-files.ts'
import { NO_ORIGIN } from './journal-lines.ts'
import type { JournalPosition } from './journal.ts'
import { MIGRATIONS, migrate } from './migrations.ts'
import type { Snapshot } from './read-snapshot.ts'
import { replay } from './replay-changes.ts'
import { SnapshotFile, type SnapshotToWrite } from './snapshot-file.ts'

/** What can be read of a data directory without changing it. */
export interface ReadDirectory {
  /** What is wrong, a sentence each; empty when everything is as it was written. */
  problems: string[]
  /** All that is whole: the snapshot, and each change that is as it was written. */
  kept: Kept
  /** Changes of the journals that are whole. */
  changes: number
  /** The generation of the snapshot. */
  generation: number
  /** Where the last journal ends; nothing in a directory without any data. */
  end: JournalPosition | undefined
  /** Bytes behind that end: a line that was cut short. */
  droppedBytes: number
  /** Bytes of the journals that are read after the snapshot. */
  journalBytes: number
  /** True when this program would write the data in another form. */
  isOutdated: boolean
}

export interface OpenSnapshot {
  file: SnapshotFile
  database: Low<Snapshot | SnapshotToWrite>
}

export function openSnapshot(directory: string): OpenSnapshot {
  const file = new SnapshotFile(join(directory, 'db.json'))
  // Without a snapshot the data is of the first release, which wrote its first one when the journal had grown.
  const none: Snapshot = { version: 1, generation: 1, origin: NO_ORIGIN, collections: {} }
  return { file, database: new Low<Snapshot | SnapshotToWrite>(file, none) }
}

/**
 * Reads a data directory as far as it is whole.
 *
 * @throws AppError `STORE_UNREADABLE` when a newer program wrote it.
 */
export async function readDirectory(
  directory: string,
  { file, database } = openSnapshot(directory),
): Promise<ReadDirectory> {
  await database.read()
  const snapshot = database.data as Snapshot
  const { generation, collections } = snapshot
  const journals = await readJournals(directory)
  const isNew = file.sizeBytes === 0 && !journals.some(hasChanges)
  const version = isNew ? MIGRATIONS.length + 1 : snapshot.version
  const problems = [...file.problems]
  const later = journals.filter((journal) => journal.generation >= generation)
  const { problems: gaps, last } = followJournals(later, {
    generation,
    origin: snapshot.origin,
    hasSnapshot: file.sizeBytes > 0,
  })
  // Of a snapshot that cannot be read it is not known which journals follow.
  if (problems.length === 0) problems.push(...gaps)
  problems.push(...later.flatMap(describeDamage))
  for (const { whole } of later)
    replay(
      collections,
      whole.map(({ changes }) => changes),
    )
  return {
    problems,
    kept: isNew ? { version, collections } : migrate(snapshot),
    changes: later.reduce((sum, { whole }) => sum + whole.length, 0),
    generation,
    end: isNew || !last ? undefined : positionOf(last),
    droppedBytes: last ? last.sizeBytes - last.endBytes : 0,
    journalBytes: later.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    isOutdated: !isNew && isOutdated(snapshot, last),
  }
}

function isOutdated({ version, schema }: Snapshot, last: ReadJournal | undefined): boolean {
  return version <= MIGRATIONS.length || schema === undefined || last?.start === undefined
}

function positionOf({ generation, endBytes, start, link }: ReadJournal): JournalPosition {
  return { generation, sizeBytes: endBytes, link: start && link }
}

function describeDamage({ name, damage, sizeBytes, closedBytes }: ReadJournal): string[] {
  const problems = damage.map(
    ({ line, offset, reason }) => `${name} is damaged at line ${line}, byte ${offset}: ${reason}.`,
  )
  if (closedBytes !== undefined && closedBytes > sizeBytes)
    problems.push(
      `${name} is damaged: it has ${sizeBytes} of the ${closedBytes} bytes that it had when it was closed.`,
    )
  return problems
}
