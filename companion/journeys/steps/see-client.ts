import { AppError } from '#shared/errors/app-error.ts'
import { getDriver } from '../../providers/drivers.ts'
import type { Driver } from '../../providers/driver.ts'
import { requireProduct } from '../require-product.ts'
import { findRunDialect } from '../run-dialect.ts'
import { code, defineStep, link, type StepOutput, text } from '../step-runner.ts'

export const seeClient = defineStep<Record<never, never>>({
  id: 'see-client',
  suggest: () => ({}),
  async carryOut(context) {
    const { run, products, registrar, openDialect } = context
    const registration = registrar.get(requireProduct(products, 'registration_id'))
    const clientId = registration?.client_id
    if (!registration || clientId === undefined)
      throw new AppError('STEP_NOT_READY', { detail: 'Register a client in step 9 first.' })
    const driver = getDriver(registration.provider)
    if (driver.management.credential === 'none') return describeUnmanaged(driver, clientId)
    const { client, hasSecret, hasNewToken } = await registrar.read(
      registration.id,
      context.call('registrar', 'idp', 'Read client'),
    )
    const dialect = findRunDialect(run)
    const page = dialect && (await openDialect(dialect)).clientPage?.(clientId)
    return {
      result: {
        summary: `${driver.label} knows the client.`,
        facts: [
          code('client_id', 'Client ID', String(client['client_id'])),
          text('client_name', 'Name', String(client['client_name'])),
          ...(page === undefined ? [] : [link('page', 'On its own page', page)]),
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
          ...(hasNewToken
            ? [
                {
                  id: 'rotated',
                  text: 'The registration access token was replaced; the new one is kept',
                  state: 'passed' as const,
                  evidence: 'RFC 7592 §2.1',
                },
              ]
            : []),
        ],
      },
    }
  },
})

/** There is nothing to ask, which is worth knowing and no failure. */
function describeUnmanaged({ label }: Driver, clientId: string): StepOutput {
  return {
    result: {
      summary: `${label} registers clients, but cannot be asked about them over this API.`,
      facts: [code('client_id', 'Client ID', clientId)],
      checks: [
        {
          id: 'managed',
          text: `${label} offers no RFC 7592`,
          state: 'warned',
          evidence: 'Look the client up in the provider’s console, and delete it there.',
        },
      ],
    },
  }
}
