import { requireProduct } from '../require-product.ts'
import { code, defineStep } from '../step-runner.ts'

export const defaultPolicy = defineStep<Record<never, never>>({
  id: 'default-policy',
  suggest: () => ({}),
  async carryOut({ products, definitions }) {
    const apiId = requireProduct(products, 'api_id')
    const policyId = requireProduct(products, 'policy_id')
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
