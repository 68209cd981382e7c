import type { StepContext } from '../step-context.ts'
import { code, defineStep, link } from '../step-runner.ts'

interface Inputs {
  name: string
  short_description: string
}

export const runner = defineStep({
  id: 'catalogue',
  uses: ['addresses', 'catalogue', 'definitions'],
  suggest(run, { definitions }) {
    const api = definitions.apis.get(run.products.api_id ?? '')
    return {
      name: api?.name ?? 'OKTA API',
      short_description: 'An API that is protected with tokens of the identity provider.',
    }
  },
  async run(context: StepContext<Inputs>, { catalogue: entries, addresses }) {
    const { products, inputs } = context
    const apiId = context.require('api_id')
    const policyId = context.require('policy_id')
    const id = products.entry_id ?? apiId
    const config = entries.get(id)?.config ?? { override: false, enable_dcr: false }
    await entries.putEntry({
      id,
      ...inputs,
      show: true,
      api_id: apiId,
      policy_id: policyId,
      config: { ...config, initial_access_token: undefined },
    })
    return {
      products: { entry_id: id },
      result: {
        summary: 'Developers can see the API in the portal.',
        facts: [link('portal', 'Portal', addresses.portal), code('entry_id', 'Entry', id)],
        checks: [
          { id: 'shown', text: 'The entry is shown', state: 'passed', evidence: inputs.name },
        ],
      },
    }
  },
})
