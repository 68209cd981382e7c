import type { StepCheck } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Driver } from '../../providers/driver.ts'
import { getDriver } from '../../providers/drivers.ts'
import type { Registrar } from '../../registrar/registrar.ts'
import { requireClient } from '../require-client.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, type StepOutput } from '../step-runner.ts'

export const runner = defineStep({
  id: 'delete-client',
  uses: ['registrar'],
  suggest: () => ({}),
  async run(context, { registrar }) {
    const { id, client_id, provider } = requireClient(context, registrar)
    const driver = getDriver(provider)
    if (driver.management.credential === 'none') return describeUnmanaged(driver, client_id)
    await registrar.remove(id, context.call('registrar', 'idp', 'Delete client'))
    const check = await readAgain(context, registrar, id)
    const isGone = check.state !== 'failed'
    return {
      ...(!isGone && { problem: stillThere(driver) }),
      result: {
        summary: isGone
          ? `${driver.label} deleted the client.`
          : `${driver.label} said that the client is deleted, and still has it.`,
        facts: [code('client_id', 'Client ID', client_id)],
        checks: [
          { id: 'deleted', text: 'The provider accepted the deletion', state: 'passed' },
          check,
        ],
      },
    }
  },
})

/** A refusal is the proof; an answer is proof of the opposite, and the ledger then says so, too. */
async function readAgain(
  context: StepContext<unknown>,
  registrar: Registrar,
  id: string,
): Promise<StepCheck> {
  try {
    await registrar.read(id, context.call('registrar', 'idp', 'Read deleted client'))
    return { id: 'gone', text: 'A read still finds the client', state: 'failed' }
  } catch (thrown) {
    const { code: reason, message } = AppError.from(thrown)
    return reason === 'PROVIDER_REJECTED'
      ? { id: 'gone', text: 'A read is refused now', state: 'passed', evidence: message }
      : {
          id: 'gone',
          text: 'Not checked: the read that proves it got no usable answer',
          state: 'warned',
          evidence: message,
        }
  }
}

function stillThere({ label }: Driver): AppError {
  return new AppError('PROVIDER_REPLY_INVALID', {
    detail: `${label} accepted the deletion, and a read afterwards still found the client.`,
    hint: 'The client can still get tokens. Run the step again; if it stays, delete the client in the provider’s console.',
    reference: {
      text: 'RFC 7592 §2.3, client delete request',
      href: 'https://www.rfc-editor.org/rfc/rfc7592.html#section-2.3',
    },
  })
}

function describeUnmanaged({ label }: Driver, clientId: string): StepOutput<'delete-client'> {
  return {
    result: {
      summary: `The client is still there: ${label} cannot be asked to delete one over this API.`,
      facts: [code('client_id', 'Client ID', clientId)],
      checks: [
        {
          id: 'managed',
          text: `${label} offers no RFC 7592: delete the client in the provider’s console; until then the ledger counts it as registered`,
          state: 'warned',
        },
      ],
    },
  }
}
