import type { Policy } from '#shared/tyk/policy.ts'
import type { CompiledApi } from './compiled-api.ts'
import { findClaim } from './identity.ts'
import { type Cause, type Refusal, causeWithFix, quote, refuse } from './refusal.ts'
import { TYK, missingDefaultPolicy } from './tyk-answers.ts'

export interface PolicyChoice {
  policies: readonly Policy[]
  /** How they were found, in words. */
  source: string
}

export interface PolicyQuestion {
  api: CompiledApi
  claims: Readonly<Record<string, unknown>>
  findPolicy: (id: string) => Policy | undefined
  /** The policies that were applied to the caller's session before; `undefined` for a new caller. */
  previousIds: readonly string[] | undefined
}

/**
 * Chooses the policies of a caller: the one its token names, else all of the API's defaults. A wrong
 * name in the token is an error even when there are defaults.
 *
 * @see [Tyk: JWT and policies](https://tyk.io/docs/basic-config-and-security/security/authentication-authorization/json-web-tokens/)
 */
export function choosePolicies(question: PolicyQuestion): PolicyChoice | Refusal {
  const { api, claims } = question
  const field = api.definition.jwt_policy_field_name
  const named = field === '' ? undefined : findClaim(claims, field)
  if (typeof named === 'string' && named !== '') return chooseNamed(question, named)
  const ids = api.definition.jwt_default_policies
  if (ids.length === 0) return refuseNoPolicy(field)
  const policies = ids.flatMap((id) => find(question, id) ?? [])
  const isUsable = policies.some((policy) => Object.keys(policy.access_rights).length > 0)
  if (isUsable) return { policies, source: `default of the API: ${ids.join(', ')}` }
  return refuseDefaults(question, policies.length)
}

/** A policy of another organisation is as good as none. */
function find({ api, findPolicy }: PolicyQuestion, id: string): Policy | undefined {
  const policy = findPolicy(id)
  return policy?.org_id === api.definition.org_id ? policy : undefined
}

function chooseNamed(question: PolicyQuestion, id: string): PolicyChoice | Refusal {
  const field = question.api.definition.jwt_policy_field_name
  const policy = find(question, id)
  if (policy && Object.keys(policy.access_rights).length > 0)
    return { policies: [policy], source: `claim ${field}: ${id}` }
  if (policy) return refuse('policy', TYK.noValidPolicies, explainEmpty([id]))
  return refuse('policy', TYK.unknownPolicy, {
    reason: `The token's claim "${field}" names the policy "${quote(id)}", which does not exist here.`,
    evidence: [{ label: `Claim ${field}`, value: quote(id) }],
    causes: [
      causeWithFix('The provider puts a policy id into the token that this gateway lacks.', 'api', {
        label: 'Ignore the claim',
        inputs: { jwt_policy_field_name: '' },
      }),
    ],
  })
}

function refuseNoPolicy(field: string): Refusal {
  const where = field === '' ? 'The API reads no policy claim' : `The token has no claim "${field}"`
  return refuse('policy', TYK.noPolicy, {
    reason: `${where}, and the API has no default policy.`,
    evidence: [
      { label: 'Policy field', value: field || 'none' },
      { label: 'Default policies', value: 'none' },
    ],
    causes: [
      causeWithFix('The policy was created but never made the default.', 'default-policy', {
        label: 'Make it the default policy',
      }),
    ],
  })
}

function refuseDefaults(question: PolicyQuestion, found: number): Refusal {
  const ids = question.api.definition.jwt_default_policies
  const [first = ''] = ids
  const why =
    found > 0
      ? explainEmpty(ids)
      : {
          reason: `The API's default policies do not exist: ${ids.join(', ')}.`,
          evidence: [{ label: 'Default policies', value: ids.join(', ') }],
          causes: recreate('A policy was deleted while an API still used it.'),
        }
  const { previousIds } = question
  if (previousIds && previousIds.join() !== ids.join())
    return refuse('policy', ids.length > 1 ? TYK.newPoliciesFail : TYK.newPolicyFails, why)
  const isMissing = found === 0 && ids.length === 1
  return refuse('policy', isMissing ? missingDefaultPolicy(first) : TYK.noValidPolicies, why)
}

function explainEmpty(ids: readonly string[]) {
  return {
    reason: `No policy of ${ids.join(', ')} gives access to any API.`,
    evidence: [{ label: 'Policies', value: ids.join(', ') }],
    causes: recreate('The policy was saved without access rights.'),
  }
}

function recreate(text: string): Cause[] {
  return [causeWithFix(text, 'policy', { label: 'Create the policy' })]
}
