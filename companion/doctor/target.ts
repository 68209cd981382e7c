import { randomUUID } from 'node:crypto'
import type { ExamineOrder } from '#shared/contract/doctor.ts'
import { DEFAULT_DIALECT, DIALECTS } from '#shared/idp/dialects.ts'
import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import type { Dialect } from '../idp/dialects/dialect.ts'
import { getDriver } from '../providers/drivers.ts'

/** The provider under examination. */
export interface DoctorTarget {
  host: string
  provider: DcrProvider
  /** The API that tokens are for, where the provider requires an audience. */
  audience: string
  mintToken: () => Promise<string | undefined>
  /** Ensures a default scope. @returns A function that removes the scope again. */
  makeTemporaryScope: () => Promise<() => Promise<void>>
}

/** A provider outside where the order names a host, a dialect of the embedded one otherwise. */
export async function findTarget(
  openDialect: (id: string) => Promise<Dialect>,
  order: ExamineOrder,
): Promise<DoctorTarget> {
  if (order.host !== undefined)
    return {
      host: order.host.replace(/\/+$/, ''),
      provider: order.provider ?? 'other',
      audience: order.client.expects_audience ?? '',
      mintToken: async () => order.initial_access_token,
      makeTemporaryScope: async () => async () => undefined,
    }
  const id = order.dialect ?? DEFAULT_DIALECT
  const dialect = await openDialect(id)
  const { provider } = DIALECTS[id]
  return {
    host: dialect.issuer.replace(/\/$/, ''),
    provider,
    audience: getDriver(provider).needsAudience ? dialect.audience : '',
    mintToken: () => dialect.createInitialToken('Doctor'),
    async makeTemporaryScope() {
      // A name that no scope of a person has: it is removed again.
      const scope = `doctor-${randomUUID().slice(0, 8)}`
      await dialect.saveScope(scope, true)
      return () => dialect.removeScope(scope)
    },
  }
}
