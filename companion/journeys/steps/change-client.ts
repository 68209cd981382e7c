import type { Registration } from '#shared/contract/registration.ts'
import type { StepCheck } from '#shared/contract/run.ts'
import type { Driver } from '../../providers/driver.ts'
import { getDriver } from '../../providers/drivers.ts'
import { requireClient } from '../require-client.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, type StepOutput, text } from '../step-runner.ts'
import { describeSecret } from './register-client.ts'

interface Inputs {
  client_name: string
}

export const runner = defineStep({
  id: 'change-client',
  uses: ['registrar'],
  suggest({ products }, { registrar }) {
    const name = registrar.get(products.registration_id ?? '')?.client_name ?? 'Client'
    return { client_name: name.endsWith(', renamed') ? name : `${name}, renamed` }
  },
  async run(context: StepContext<Inputs>, { registrar }) {
    const before = requireClient(context, registrar)
    const driver = getDriver(before.provider)
    if (driver.management.credential === 'none') return describeUnmanaged(driver, before.client_id)
    const { client_name } = context.inputs
    const updated = await registrar.update(
      before.id,
      { ...before.granted, client_name },
      context.call('registrar', 'idp', 'Update client'),
    )
    const after =
      driver.management.secretRotation === 'lifecycle'
        ? await registrar.rotateSecret(before.id, context.call('registrar', 'idp', 'Rotate secret'))
        : updated
    const isRotated = after.client_secret !== before.client_secret
    return {
      result: {
        summary: isRotated
          ? 'The client has another name and a new secret.'
          : 'The client has another name; its secret is the old one.',
        facts: [
          text('client_name', 'Name', updated.client_name),
          code('client_id', 'Client ID', before.client_id),
          ...describeSecret(after),
        ],
        checks: [checkName(updated, client_name), checkSecret(driver, isRotated)],
      },
    }
  },
})

function checkName({ client_name }: Registration, wanted: string): StepCheck {
  const isDone = client_name === wanted
  return {
    id: 'renamed',
    text: isDone ? 'The answer carries the new name' : 'The answer carries another name',
    state: isDone ? 'passed' : 'warned',
    evidence: `client_name: ${client_name}`,
  }
}

/** @see [RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.2) a server may answer with a new secret */
function checkSecret({ label }: Driver, isRotated: boolean): StepCheck {
  if (isRotated)
    return {
      id: 'secret',
      text: 'The secret was replaced; the app needs the new one',
      state: 'passed',
    }
  return {
    id: 'secret',
    text: `${label} has no call that rotates a secret, and its answer to the update kept the old one. For another secret, register a new client, move the app to it, then delete this one`,
    state: 'warned',
  }
}

function describeUnmanaged({ label }: Driver, clientId: string): StepOutput<'change-client'> {
  return {
    result: {
      summary: `Nothing was changed: ${label} cannot be asked to change a client over this API.`,
      facts: [code('client_id', 'Client ID', clientId)],
      checks: [
        {
          id: 'managed',
          text: `${label} offers no RFC 7592: rename the client and rotate its secret in the provider’s console`,
          state: 'warned',
        },
      ],
    },
  }
}
