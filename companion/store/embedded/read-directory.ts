import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/errors/app-error.ts'
import type { Kept } from '../keeper.ts'
import { readEnd } from './journal-end.ts'
import { type Damage, readLines } from './journal-lines.ts'
import { migrate } from './migrations.ts'
import { NO_SNAPSHOT, type Snapshot, SnapshotFile } from './snapshot-file.ts'
import { replay } from './replay-changes.ts'

/** What can be read of a data directory without changing it. */
export interface ReadDirectory {
  /** What is wrong, a sentence each; empty when everything is as it was written. */
  problems: string[]
  /** All that is whole: the snapshot, and each change that is as it was written. */
  kept: Kept
  /** Changes of the journals that are whole. */
  changes: number
}

interface ReadJournal {
  name: string
  generation: number
  bytes: Buffer
}

/**
 * Reads a data directory as far as it is whole.
 *
 * @throws AppError `STORE_UNREADABLE` when there is no data, or a newer program wrote it.
 */
export async function readDirectory(directory: string): Promise<ReadDirectory> {
  const snapshotFile = new SnapshotFile(join(directory, 'db.json'))
  const problems: string[] = []
  const snapshot = await readSnapshot(snapshotFile, problems)
  const journals = await readJournals(directory)
  if (!snapshot && journals.length === 0 && problems.length === 0)
    throw new AppError('STORE_UNREADABLE', {
      detail: `${directory} holds no data.`,
      hint: 'Name the data directory with --data.',
    })
  const data: Snapshot = snapshot ?? { version: 1, generation: 1, collections: {} }
  const last = Math.max(0, ...journals.map(({ generation }) => generation))
  if (!snapshot && problems.length === 0 && last > 1)
    problems.push('db.json is missing: what it held is lost unless a copy is put back.')
  if (snapshot && !journals.some(({ generation }) => generation === data.generation))
    problems.push(
      `journal.${data.generation}.log is missing: the changes since db.json was written stood in it.`,
    )
  let changes = 0
  for (const journal of journals.filter(({ generation }) => generation >= data.generation)) {
    const read = readLines(journal.bytes)
    problems.push(...describeDamage(journal.name, read.damage))
    const end = await readEnd(join(directory, journal.name))
    if (end !== undefined && end > journal.bytes.length)
      problems.push(
        `${journal.name} has ${journal.bytes.length} of the ${end} bytes that it had when it was closed.`,
      )
    if (read.whole.length > 0 && isOfAnother(read.start?.snapshot, snapshotFile.sha256))
      problems.push(
        `${journal.name} continues another snapshot than db.json: one of the two is older, or missing.`,
      )
    replay(
      data.collections,
      read.whole.map((line) => line.changes),
    )
    changes += read.whole.length
  }
  const { version, collections } = migrate(data)
  return { problems, kept: { version, collections }, changes }
}

async function readSnapshot(file: SnapshotFile, problems: string[]): Promise<Snapshot | undefined> {
  try {
    return (await file.read()) ?? undefined
  } catch (thrown) {
    const error = AppError.from(thrown)
    problems.push(error.message)
    return undefined
  }
}

async function readJournals(directory: string): Promise<ReadJournal[]> {
  const names = await readdir(directory).catch(() => [])
  const journals = names.flatMap((name) => {
    const generation = /^journal\.(\d+)\.log$/.exec(name)?.[1]
    return generation === undefined ? [] : [{ name, generation: Number(generation) }]
  })
  journals.sort((left, right) => left.generation - right.generation)
  return Promise.all(
    journals.map(async (journal) => ({
      ...journal,
      bytes: await readFile(join(directory, journal.name)),
    })),
  )
}

function describeDamage(name: string, damage: readonly Damage[]): string[] {
  return damage.map(
    ({ line, offset, reason }) => `${name} is damaged at line ${line}, byte ${offset}: ${reason}.`,
  )
}

/** Journals of earlier programs name no snapshot. */
function isOfAnother(named: string | undefined, sha256: string): boolean {
  return named !== undefined && named !== sha256 && sha256 !== NO_SNAPSHOT
}
