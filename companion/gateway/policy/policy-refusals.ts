import type { JwtRules, ScopeRules } from '../token/jwt-rules.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Cause, type Refusal, type Why, causeWithFix, refuse } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'

export function refuseUnknownPolicy(id: string, place: string): Refusal {
  return refuse('policy', TYK.unknownPolicy, {
    reason: `"${quote(place)}" names the policy "${quote(id)}", which does not exist here.`,
    evidence: [{ label: quote(place), value: quote(id) }],
    causes: [
      causeWithFix('The provider puts a policy id into the token that this gateway lacks.', 'api', {
        label: 'Ignore the claim',
        inputs: { jwt_policy_field_name: '' },
      }),
      ...recreate('A policy was deleted while an API still used it.'),
    ],
  })
}

export function refuseUnmappedScopes(
  claim: string,
  names: readonly string[],
  scopes: ScopeRules,
): Refusal {
  return refuse('policy', TYK.noScopePolicy, {
    reason: `None of the token's scopes is mapped to a policy: ${quote(names.join(' '))}. With a scope claim in the token the default policies do not count.`,
    evidence: [
      { label: `Claim ${claim}`, value: quote(names.join(' ')) },
      { label: 'Mapped scopes', value: quote([...scopes.policyByScope.keys()].join(' ')) },
    ],
    causes: [
      causeWithFix('The token was asked for with other scopes.', 'token', {
        label: 'Get a new token',
      }),
      { text: 'The API definition maps other scopes than the provider issues.' },
    ],
  })
}

export function refuseWithoutScope({ claims }: ScopeRules): Refusal {
  return refuse('policy', TYK.noScopeOrPolicy, {
    reason: `The API chooses policies by scope, and the token has no claim "${claims.join('" or "')}".`,
    evidence: [{ label: 'Scope claims', value: claims.join(', ') }],
    causes: [
      causeWithFix('The token was asked for without a scope.', 'token', {
        label: 'Get a new token',
      }),
    ],
  })
}

export function refuseNoPolicy({ policyClaims }: JwtRules): Refusal {
  const field = policyClaims.join('" or "')
  const where = field === '' ? 'The API reads no policy claim' : `The token has no claim "${field}"`
  return refuse('policy', TYK.noPolicy, {
    reason: `${where}, and the API has no default policy.`,
    evidence: [
      { label: 'Policy field', value: policyClaims.join(', ') || 'none' },
      { label: 'Default policies', value: 'none' },
    ],
    causes: [
      causeWithFix('The policy was created but never made the default.', 'default-policy', {
        label: 'Make it the default policy',
      }),
    ],
  })
}

export function explainMissing(ids: readonly string[]): Why {
  return {
    reason: `The policies do not exist: ${ids.join(', ')}.`,
    evidence: [{ label: 'Policies', value: ids.join(', ') }],
    causes: recreate('A policy was deleted while an API still used it.'),
  }
}

/** @param problem - In Tyk's words. */
export function explainProblem(ids: readonly string[], problem: string): Why {
  return {
    reason: `The policies ${ids.join(', ')} cannot be applied: ${problem}.`,
    evidence: [{ label: 'Policies', value: ids.join(', ') }],
    causes: recreate('A policy was saved without access rights, or with partitions that clash.'),
  }
}

function recreate(text: string): Cause[] {
  return [causeWithFix(text, 'policy', { label: 'Create the policy' })]
}
