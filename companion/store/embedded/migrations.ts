import { AppError } from '#shared/errors/app-error.ts'
import type { Snapshot } from './snapshot-file.ts'

type Collections = Snapshot['collections']

/** One step up: index 0 turns version 1 into version 2. Never edit a step that was released. */
export const MIGRATIONS: readonly ((collections: Collections) => Collections)[] = []

/**
 * Brings a snapshot to the newest version.
 *
 * @throws AppError `STORE_UNREADABLE` when a newer program wrote it.
 */
export function migrate(snapshot: Snapshot, migrations = MIGRATIONS): Snapshot {
  const newest = migrations.length + 1
  if (snapshot.version > newest) {
    throw new AppError('STORE_UNREADABLE', {
      detail: `The data directory has version ${snapshot.version}; this program knows versions up to ${newest}.`,
      hint: 'Use the newer program, or start with another --data directory.',
    })
  }
  const pending = migrations.slice(snapshot.version - 1)
  const collections = pending.reduce((data, step) => step(data), snapshot.collections)
  return { ...snapshot, version: newest, collections }
}
