import { AppError } from '#shared/errors/app-error.ts'
import { findDialect } from '#shared/idp/dialects.ts'
import { type DcrProvider, PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { Collections, Kept } from '../keeper.ts'
import { readCell } from '../raw-row.ts'

interface OldRun {
  target: string
  provider?: DcrProvider
  products: Record<string, unknown>
}

/**
 * Each migration raises the version by one: index 0 turns version 1 into 2. Never edit a released migration.
 */
export const MIGRATIONS: readonly ((collections: Collections) => Collections)[] = [
  nameJourneys,
  writeTimeouts,
]

/**
 * Brings records to the newest version.
 *
 * @throws AppError `STORE_UNREADABLE` when a newer program wrote it.
 */
export function migrate(kept: Kept, migrations = MIGRATIONS): Kept {
  const newest = migrations.length + 1
  if (kept.version > newest) {
    throw new AppError('STORE_UNREADABLE', {
      detail: `The data directory has version ${kept.version}; this program knows versions up to ${newest}.`,
      hint: 'Use the newer program, or start with another --data directory.',
    })
  }
  const pending = migrations.slice(kept.version - 1)
  if (pending.length === 0) return kept
  const collections = pending.reduce((data, step) => step(data), readCells(kept.collections))
  return { version: newest, collections }
}

/**
 * In version 1 the only journey was named after Okta, although it works with every provider, and runs had
 * no names.
 */
function nameJourneys({ runs = new Map<string, unknown>(), ...others }: Collections): Collections {
  const named = [...runs].map(([id, run]): [string, unknown] => {
    const { provider = 'okta', target, products, ...rest } = run as OldRun
    const { api_token_id: _, ...kept } = products
    const dialect = target === 'embedded' ? findDialect(provider) : undefined
    return [
      id,
      {
        name: PROVIDER_LABELS[provider],
        ...rest,
        journey: 'dcr',
        target,
        provider,
        ...(dialect !== undefined && { dialect }),
        products: kept,
      },
    ]
  })
  return { ...others, runs: new Map(named) }
}

interface OldVersion {
  global_enforce_timeout?: unknown
}

interface OldApi {
  version_data?: { versions?: Record<string, OldVersion> }
}

/** Until version 2 the time limit of a version of an API was a number of seconds, which Tyk never took. */
function writeTimeouts({ apis = new Map<string, unknown>(), ...others }: Collections): Collections {
  const written = [...apis].map(([id, api]): [string, unknown] => {
    const { version_data: data, ...rest } = api as OldApi
    if (!data?.versions) return [id, api]
    const versions = Object.entries(data.versions).map(([name, version]) => {
      const { global_enforce_timeout: seconds } = version
      const isNumber = typeof seconds === 'number'
      return [name, isNumber ? { ...version, global_enforce_timeout: `${seconds}s` } : version]
    })
    return [id, { ...rest, version_data: { ...data, versions: Object.fromEntries(versions) } }]
  })
  return { ...others, apis: new Map(written) }
}

function readCells(collections: Collections): Collections {
  return Object.fromEntries(
    Object.entries(collections).map(([name, cells]) => [
      name,
      new Map([...cells].map(([id, cell]) => [id, readCell(cell)])),
    ]),
  )
}
