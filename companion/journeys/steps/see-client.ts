import type { StepCheck } from '#shared/contract/run.ts'
import type { ClientAsRead } from '../../registrar/life-cycle.ts'
import { getDriver } from '../../providers/drivers.ts'
import type { Driver } from '../../providers/driver.ts'
import { findMakingStep } from '#shared/journeys/step-needs.ts'
import { requireClient } from '../require-client.ts'
import { code, defineStep, link, type StepOutput, text } from '../step-runner.ts'
import { describeNotes } from './register-client.ts'

export const runner = defineStep({
  id: 'see-client',
  uses: ['embeddedIdp', 'registrar'],
  suggest: () => ({}),
  async run(context, { registrar, embeddedIdp }) {
    const { run } = context
    const registration = requireClient(context, registrar)
    const { client_id: clientId } = registration
    const driver = getDriver(registration.provider)
    if (!registrar.canManage(registration.id)) return describeUnmanaged(driver, clientId)
    const {
      client,
      hasSecret,
      hasNewToken,
      registration: read,
    } = await registrar.read(registration.id, context.call('registrar', 'idp', 'Read client'))
    const dialect = run.dialect && (await embeddedIdp.openDialect(run.dialect))
    const page = dialect?.clientPage?.(clientId)
    return {
      result: {
        summary: `${driver.label} knows the client.`,
        facts: [
          code('client_id', 'Client ID', String(client['client_id'])),
          text(
            'client_name',
            'Name',
            typeof client['client_name'] === 'string' ? client['client_name'] : 'not said',
          ),
          ...(page === undefined ? [] : [link('page', 'On its own page', page)]),
          {
            id: 'client',
            label: 'As read',
            kind: 'json' as const,
            value: JSON.stringify(client, null, 2),
          },
        ],
        checks: listChecks(
          { client, hasSecret, hasNewToken, registration: read },
          { clientId, maker: context.nameStep(findMakingStep(run.journey, 'registration_id')?.id) },
        ),
      },
    }
  },
})

function listChecks(
  { client, hasSecret, hasNewToken, registration }: ClientAsRead,
  { clientId, maker }: { clientId: string; maker: string },
): StepCheck[] {
  return [
    {
      id: 'same',
      text: `It is the client of ${maker}`,
      state: client['client_id'] === clientId ? 'passed' : 'failed',
      evidence: clientId,
    },
    {
      id: 'no_secret',
      text: hasSecret
        ? 'The answer to the read carries a client secret'
        : 'Reading the client does not give the secret away',
      state: hasSecret ? 'warned' : 'passed',
    },
    ...describeNotes(registration),
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
  ]
}

/** There is nothing to ask, which is worth knowing and no failure. */
function describeUnmanaged(
  { label, management }: Driver,
  clientId: string,
): StepOutput<'see-client'> {
  return {
    result: {
      summary: `${label} registers clients, but cannot be asked about them over this API.`,
      facts: [code('client_id', 'Client ID', clientId)],
      checks: [
        {
          id: 'managed',
          text:
            management.credential === 'none'
              ? `${label} offers no RFC 7592`
              : 'The answer to the registration gave no address or no token to manage the client with (RFC 7592)',
          state: 'warned',
          evidence:
            'Where the provider has a console, look the client up and delete it there; otherwise it stays until the provider removes it.',
        },
      ],
    },
  }
}
