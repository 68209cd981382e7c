import { getDriver } from '../providers/drivers.ts'
import type { ProviderAdmin } from '../providers/admin.ts'
import type { Rooms } from './rooms.ts'
import type { StepContext } from './step-context.ts'

/**
 * The administration of the run's provider: where its driver has an admin part, and the token that was
 * typed in step 1 or came out of it is an administrator's.
 *
 * @throws AppError `STEP_NOT_READY` before step 1.
 */
export function openAdmin(
  context: StepContext<unknown>,
  http: Rooms['http'],
): ProviderAdmin | undefined {
  const { admin } = getDriver(context.run.provider)
  const host = context.require('idp_host')
  const typed = context.findSecret('api_token', 'api-token')
  const token = [typed, context.open('api_token')].find(
    (one) => one !== undefined && admin?.recognises(one),
  )
  if (!admin || token === undefined) return undefined
  return admin.open({
    http,
    context: (label) => context.call('registrar', 'idp', label),
    host,
    issuer: context.require('issuer'),
    registrationEndpoint: context.require('registration_endpoint'),
    token,
  })
}
