import { AppError } from '#shared/errors/app-error.ts'
import { getDriver } from '../../providers/drivers.ts'
import { createOktaManagement } from '../okta-management.ts'
import { runPlace } from '../../secrets/secret-places.ts'
import { requireProduct } from '../require-product.ts'
import { code, defineStep, link, text } from '../step-runner.ts'

export const seeClient = defineStep<Record<never, never>>({
  id: 'see-client',
  suggest: () => ({}),
  async carryOut(context) {
    const { run, products, vault, registrar, addresses } = context
    const registration = registrar.get(requireProduct(products, 'registration_id'))
    const clientId = registration?.client_id
    if (!registration || clientId === undefined)
      throw new AppError('STEP_NOT_READY', { detail: 'Register a client in step 9 first.' })
    const management = createOktaManagement({
      wire: context.wire,
      context: (label) => context.call('registrar', 'idp', label),
      host: requireProduct(products, 'idp_host'),
      apiToken: vault.open(requireProduct(products, 'api_token'), runPlace(run.id, 'api_token')),
    })
    const client = await management.readClient(registration.registration_endpoint, clientId)
    const hasSecret = 'client_secret' in client
    return {
      result: {
        summary: `${getDriver(registration.provider).label} knows the client.`,
        facts: [
          code('client_id', 'Client ID', String(client['client_id'])),
          text('client_name', 'Name', String(client['client_name'])),
          ...(run.target === 'embedded'
            ? [
                link(
                  'page',
                  'On its own page',
                  `${addresses.idp}/admin/clients/${encodeURIComponent(clientId)}`,
                ),
              ]
            : []),
          {
            id: 'client',
            label: 'As read',
            kind: 'json' as const,
            value: JSON.stringify(client, null, 2),
          },
        ],
        checks: [
          {
            id: 'same',
            text: 'It is the client of step 9',
            state: client['client_id'] === clientId ? 'passed' : 'failed',
            evidence: clientId,
          },
          {
            id: 'no_secret',
            text: 'Reading the client does not give the secret away',
            state: hasSecret ? 'warned' : 'passed',
          },
        ],
      },
    }
  },
})
