import { getDriver } from '../providers/drivers.ts'
import type { ProviderAdmin } from '../providers/admin.ts'
import { runPlace } from '../secrets/secret-places.ts'
import { requireProduct } from './require-product.ts'
import { openSecrets } from './step-inputs.ts'
import type { StepContext } from './step-runner.ts'

/**
 * The administration of the run's provider: where its driver has an admin part, and the token that was
 * typed in step 1 or came out of it is an administrator's.
 *
 * @throws AppError `STEP_NOT_READY` before step 1.
 */
export function openAdmin(context: StepContext<unknown>): ProviderAdmin | undefined {
  const { run, products, vault, wire } = context
  const { admin } = getDriver(run.provider)
  const host = requireProduct(products, 'idp_host')
  const made = products.api_token && vault.open(products.api_token, runPlace(run.id, 'api_token'))
  const typed = openSecrets(vault, run, 'api-token')['api_token']
  const token = [typed, made].find((one) => one !== undefined && admin?.recognises(one))
  if (!admin || token === undefined) return undefined
  return admin.open({
    wire,
    context: (label) => context.call('registrar', 'idp', label),
    host,
    issuer: requireProduct(products, 'issuer'),
    registrationEndpoint: requireProduct(products, 'registration_endpoint'),
    token,
  })
}
