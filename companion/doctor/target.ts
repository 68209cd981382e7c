import type { ExamineOrder } from '#shared/contract/doctor.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import type { Idp } from '../idp/idp.ts'

/** The provider under examination. */
export interface DoctorTarget {
  host: string
  provider: DcrProvider
  /** The API that tokens are for, where the provider wants it named. */
  audience: string
  mintToken: () => Promise<string | undefined>
  /** Makes sure that there is a default scope. @returns How to take it away again. */
  lendScope: () => Promise<() => Promise<void>>
}

const SCOPE = 'doctor'

/** @throws AppError `INPUT_INVALID` when the order names neither a dialect nor a host. */
export async function findTarget(idp: Idp, order: ExamineOrder): Promise<DoctorTarget> {
  if (order.host !== undefined)
    return {
      host: order.host.replace(/\/+$/, ''),
      provider: order.provider ?? 'other',
      audience: order.client.expects_audience ?? '',
      mintToken: async () => order.initial_access_token,
      lendScope: async () => async () => undefined,
    }
  const id = order.dialect ?? 'okta'
  if (id === 'okta') return describeOkta(idp)
  if (!idp.dialects.ids.includes(id))
    throw new AppError('INPUT_INVALID', {
      detail: `There is no dialect "${id}".`,
      hint: `Take one of okta, ${idp.dialects.ids.join(', ')}, or give the host of a provider.`,
    })
  const dialect = await idp.dialects.open(id)
  return {
    host: dialect.host,
    provider: dialect.provider,
    audience: dialect.provider === 'auth0' ? dialect.audience : '',
    mintToken: dialect.createInitialToken,
    async lendScope() {
      await dialect.saveScope(SCOPE, true)
      return () => dialect.removeScope(SCOPE)
    },
  }
}

function describeOkta(idp: Idp): DoctorTarget {
  return {
    host: idp.issuer,
    provider: 'okta',
    audience: '',
    mintToken: async () => (await idp.createApiToken('Doctor')).token,
    async lendScope() {
      await idp.addDefaultScope(SCOPE)
      return () => idp.removeScope(SCOPE)
    },
  }
}
