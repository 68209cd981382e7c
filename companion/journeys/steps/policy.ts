import { AppError } from '#shared/errors/app-error.ts'
import { Policy } from '#shared/tyk/policy.ts'
import { findFreshName, slugify } from '../fresh-name.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, text } from '../step-runner.ts'

interface Inputs {
  name: string
  rate: number
  per: number
  key_expires_in: number
  quota_max: number
  quota_renewal_rate: number
}

export const runner = defineStep({
  id: 'policy',
  uses: ['definitions'],
  suggest(run, { definitions }) {
    const isTaken = (name: string): boolean =>
      slugify(name) !== run.products.policy_id &&
      definitions.policies.get(slugify(name)) !== undefined
    return {
      name: findFreshName('OKTA Policy', isTaken),
      rate: 1000,
      per: 60,
      key_expires_in: 86_400,
      quota_max: -1,
      quota_renewal_rate: 3600,
    }
  },
  async run(context: StepContext<Inputs>, { definitions }) {
    const { products, inputs } = context
    const apiId = context.require('api_id')
    const id = products.policy_id ?? slugify(inputs.name)
    if (definitions.policies.get(id) && products.policy_id === undefined) {
      const message = `There is already a policy that goes by "${inputs.name}"; choose another name.`
      throw new AppError('INPUT_INVALID', {
        detail: message,
        issues: [{ field: 'name', rule: 'unique', message }],
      })
    }
    const apiName = definitions.apis.get(apiId)?.name ?? apiId
    const saved = Policy.parse({
      id,
      org_id: 'default',
      active: true,
      ...inputs,
      access_rights: { [apiId]: { api_id: apiId, api_name: apiName, versions: ['Default'] } },
    })
    await definitions.putPolicy(saved)
    return {
      products: { policy_id: id },
      result: {
        summary: `Callers under this policy may use "${apiName}".`,
        facts: [
          code('policy_id', 'Policy id', id),
          text(
            'rate',
            'Rate',
            inputs.rate > 0 ? `${inputs.rate} requests in ${inputs.per} s` : 'no limit',
          ),
          text(
            'quota',
            'Quota',
            inputs.quota_max > 0 ? `${inputs.quota_max} requests` : 'no limit',
          ),
          text(
            'expiry',
            'Keys expire',
            inputs.key_expires_in > 0 ? `after ${inputs.key_expires_in} s` : 'never',
          ),
          {
            id: 'definition',
            label: 'Policy',
            kind: 'json',
            value: JSON.stringify(saved, null, 2),
          },
        ],
        checks: [
          {
            id: 'access',
            text: `It gives access to the API of ${context.nameStep('api')}`,
            state: 'passed',
            evidence: apiId,
          },
        ],
      },
    }
  },
})
