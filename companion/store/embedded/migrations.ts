import { AppError } from '#shared/errors/app-error.ts'
import { type DcrProvider, PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { Snapshot } from './snapshot-file.ts'

type Collections = Snapshot['collections']

/** One step up: index 0 turns version 1 into version 2. Never edit a step that was released. */
export const MIGRATIONS: readonly ((collections: Collections) => Collections)[] = [nameJourneys]

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

/**
 * The only journey was called after Okta, although it has led to every provider for long; runs had no
 * names.
 */
function nameJourneys({ runs = new Map<string, unknown>(), ...others }: Collections): Collections {
  const named = [...runs].map(([id, run]): [string, unknown] => {
    const { provider = 'okta', ...rest } = run as { provider?: DcrProvider }
    return [id, { name: PROVIDER_LABELS[provider], ...rest, provider, journey: 'dcr' }]
  })
  return { ...others, runs: new Map(named) }
}
