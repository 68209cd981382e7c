import type { FlowOrder, TokenOrder } from '#shared/contract/token.ts'
import { getDriver } from '../providers/drivers.ts'
import type { RegistrationRecord } from '../store/schema.ts'

/** Parameters of a token request that do not depend on the grant. */
export function buildParameters(
  { provider }: RegistrationRecord,
  { scope, audience, resource }: TokenOrder | FlowOrder,
): Record<string, string> {
  return {
    ...(scope !== '' && { scope }),
    ...getDriver(provider).tokenParameters(audience),
    ...(resource !== undefined && { resource }),
  }
}
