import { code, defineStep } from '../step-runner.ts'

export const runner = defineStep({
  id: 'default-policy',
  uses: ['definitions'],
  suggest: () => ({}),
  async run(context, { definitions }) {
    const apiId = context.require('api_id')
    const policyId = context.require('policy_id')
    const changed = await definitions.addDefaultPolicy(apiId, policyId)
    return {
      result: {
        summary: 'Every token that names no policy now gets this one.',
        facts: [
          code(
            'jwt_default_policies',
            'jwt_default_policies',
            JSON.stringify(changed.jwt_default_policies),
          ),
          code(
            'jwt_policy_field_name',
            'Policy field in the token',
            changed.jwt_policy_field_name || 'none',
          ),
        ],
        checks: [
          {
            id: 'default',
            text: 'The API has a default policy',
            state: 'passed',
            evidence: policyId,
          },
        ],
      },
    }
  },
})
