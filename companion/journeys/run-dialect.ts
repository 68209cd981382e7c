import { type DialectId, findDialect } from '#shared/idp/dialects.ts'
import type { RunRecord } from '../store/schema.ts'

/** The dialect at which an embedded run registers; nothing where a person named a provider. */
export function findRunDialect({
  target,
  provider,
  dialect,
}: Pick<RunRecord, 'target' | 'provider' | 'dialect'>): DialectId | undefined {
  return target === 'embedded' ? (dialect ?? findDialect(provider)) : undefined
}
