import type { Run } from '#shared/contract/run.ts'
import {
  DEFAULT_DIALECT,
  DIALECT_IDS,
  type DialectId,
  DIALECTS,
  findDialect,
} from '#shared/idp/dialects.ts'
import { DCR_PROVIDERS, type DcrProvider, PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'

/** Where the clients of a run are registered. */
export type RunPlace = Pick<Run, 'target' | 'provider' | 'dialect'>

/** The place of a run; the default dialect while there is none. */
export function readPlace(run: RunPlace | undefined): RunPlace {
  if (!run) return placeAt(DEFAULT_DIALECT)
  const { target, provider, dialect } = run
  return { target, provider, ...(dialect !== undefined && { dialect }) }
}

export function placeAt(dialect: DialectId): RunPlace {
  return { target: 'embedded', provider: DIALECTS[dialect].provider, dialect }
}

/** Every dialect of the embedded provider, or every kind that has a driver. */
export function listPlaces(target: RunPlace['target']): RunPlace[] {
  return target === 'embedded'
    ? DIALECT_IDS.map(placeAt)
    : DCR_PROVIDERS.map((provider) => ({ target, provider }))
}

/** The same kind of provider, embedded where a dialect stands in for it, or the person's own. */
export function moveTo(target: RunPlace['target'], provider: DcrProvider): RunPlace {
  const dialect = target === 'embedded' ? findDialect(provider) : undefined
  return dialect === undefined ? { target: 'provider', provider } : placeAt(dialect)
}

/** Tells a place from the others in one list of choices. */
export function nameValue({ dialect, provider }: RunPlace): string {
  return dialect ?? provider
}

export function nameKind({ dialect, provider }: RunPlace): string {
  if (dialect !== undefined) return DIALECTS[dialect].label
  return provider === 'other' ? 'Other (plain RFC 7591)' : PROVIDER_LABELS[provider]
}
