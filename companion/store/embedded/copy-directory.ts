import { readdir } from 'node:fs/promises'
import { AppError } from '#shared/errors/app-error.ts'
import type { Kept } from '../keeper.ts'
import { EmbeddedKeeper } from './embedded-keeper.ts'
import { NO_ORIGIN } from './journal-lines.ts'
import { migrate } from './migrations.ts'
import { SnapshotFile } from './snapshot-file.ts'

/**
 * Writes data into a new directory.
 *
 * @throws AppError `OPTION_INVALID` when there is something in the directory already.
 */
export async function writeDirectory(directory: string, kept: Kept): Promise<void> {
  const there = await readdir(directory).catch(() => [])
  if (there.length > 0)
    throw new AppError('OPTION_INVALID', {
      detail: `${directory} is not empty.`,
      hint: 'Name a directory that does not exist yet: nothing is written over.',
    })
  const keeper = new EmbeddedKeeper(directory)
  const { collections, schema = '' } = kept
  await keeper.load(schema)
  try {
    const { written } = await keeper.beginSnapshot({ collections, schema, isAlone: true })
    await written
  } finally {
    await keeper.close()
  }
}

/** All data as one file with a checksum. Secrets in it are sealed; their key is not in it. */
export async function writeBackup(path: string, kept: Kept): Promise<void> {
  await new SnapshotFile(path).write({ ...kept, generation: 1, origin: NO_ORIGIN })
}

/** @throws AppError `STORE_UNREADABLE` for a file that is missing, damaged, or of a newer program. */
export async function readBackup(path: string): Promise<Kept> {
  const file = new SnapshotFile(path)
  const snapshot = await file.read()
  const [problem] = file.problems
  if (problem !== undefined)
    throw new AppError('STORE_UNREADABLE', {
      detail: problem,
      hint: 'Use another backup; a data directory that is damaged is rescued by `dcr-lab store repair`.',
    })
  if (snapshot) return migrate(snapshot)
  throw new AppError('STORE_UNREADABLE', {
    detail: `There is no file ${path}.`,
    hint: 'Name a file that `dcr-lab store backup` has written.',
  })
}
