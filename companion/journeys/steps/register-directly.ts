import type { Registration } from '#shared/contract/registration.ts'
import type { Fact } from '#shared/contract/run.ts'
import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { Driver } from '../../providers/driver.ts'
import { getDriver } from '../../providers/drivers.ts'
import type { StepContext } from '../step-context.ts'
import { defineStep, text } from '../step-runner.ts'
import { describeRegistration } from './register-client.ts'

interface Inputs {
  client_name: string
  token_endpoint_auth_method: 'client_secret_basic' | 'client_secret_post'
}

export const runner = defineStep({
  id: 'register-directly',
  uses: ['registrar'],
  suggest: ({ provider }): Partial<Inputs> => ({
    client_name: provider === 'other' ? 'Plain client' : `${PROVIDER_LABELS[provider]} client`,
    token_endpoint_auth_method: 'client_secret_basic',
  }),
  async run(context: StepContext<Inputs>, { registrar }) {
    const { run, inputs, signal } = context
    const options = {
      provider: run.provider,
      idp_host: context.require('idp_host'),
      registration_endpoint: context.require('registration_endpoint'),
      grant_types: ['client_credentials' as const],
      response_types: [],
      token_endpoint_auth_method: inputs.token_endpoint_auth_method,
    }
    const { registration } = await registrar.registerWith(
      { options, initialAccessToken: context.open('api_token') },
      {
        client_name: inputs.client_name,
        redirect_uris: [],
        origin: run.origin,
        run: run.id,
        step: 'register-directly',
        signal,
      },
    )
    const result = describeRegistration(registration, ';', 'panel')
    const managed = describeManagement(getDriver(run.provider), registration)
    return {
      products: { registration_id: registration.id },
      result: { ...result, facts: [...result.facts, managed] },
    }
  },
})

/** With which credential the client can be read, changed and deleted from now on. */
function describeManagement({ label, management }: Driver, registration: Registration): Fact {
  const words = {
    none: `nothing: ${label} offers no RFC 7592`,
    initial_access_token: `the token that registers clients, since ${label} gives no other`,
    registration_access_token: registration.has_registration_access_token
      ? 'a registration access token, which came with the client and is kept'
      : 'nothing: the answer carried no registration access token',
  }
  return text('managed', 'Managed with', words[management.credential])
}
