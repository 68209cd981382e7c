import type { JwtRules, ScopeRules } from '../token/jwt-rules.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Refusal, type Why, refuse } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'

export function refuseUnknownPolicy(id: string, name: string): Refusal {
  const place = quote(name)
  const policy = quote(id)
  return refuse('policy', TYK.unknownPolicy, {
    code: 'POLICY_UNKNOWN',
    facts: { place, policy },
    evidence: [{ label: { code: 'member', facts: { name: place } }, value: policy }],
    causes: [{ code: 'POLICY_ID_FROM_PROVIDER' }, { code: 'POLICY_DELETED' }],
  })
}

export function refuseUnmappedScopes(
  name: string,
  names: readonly string[],
  { policyByScope }: ScopeRules,
): Refusal {
  const scopes = quote(names.join(' '))
  return refuse('policy', TYK.noScopePolicy, {
    code: 'SCOPES_UNMAPPED',
    facts: { scopes },
    evidence: [
      { label: { code: 'claim', facts: { name } }, value: scopes },
      { label: 'mappedScopes', value: quote([...policyByScope.keys()].join(' ')) },
    ],
    causes: [{ code: 'SCOPES_OTHER_ASKED' }, { code: 'SCOPES_MAPPED_OTHERWISE' }],
  })
}

export function refuseWithoutScope({ claims }: ScopeRules): Refusal {
  return refuse('policy', TYK.noScopeOrPolicy, {
    code: 'SCOPE_MISSING',
    facts: { claims: claims.join('", "') },
    evidence: [{ label: 'scopeClaims', value: claims.join(', ') }],
    causes: [{ code: 'SCOPE_NOT_ASKED' }],
  })
}

export function refuseNoPolicy({ policyClaims }: JwtRules): Refusal {
  const claims = policyClaims.join('", "')
  const why = claims
    ? ({ code: 'POLICY_CLAIM_MISSING', facts: { claims } } as const)
    : ({ code: 'POLICY_CLAIM_UNREAD' } as const)
  return refuse('policy', TYK.noPolicy, {
    ...why,
    evidence: [
      { label: 'policyField', value: policyClaims.join(', ') || { code: 'NONE' } },
      { label: 'defaultPolicies', value: { code: 'NONE' } },
    ],
    causes: [{ code: 'POLICY_NOT_DEFAULT' }],
  })
}

export function explainMissing(ids: readonly string[]): Why {
  const policies = ids.join(', ')
  return {
    code: 'POLICIES_GONE',
    facts: { policies },
    evidence: [{ label: 'policies', value: policies }],
    causes: [{ code: 'POLICY_DELETED' }],
  }
}

/** @param problem - In Tyk's words. */
export function explainProblem(ids: readonly string[], problem: string): Why {
  const policies = ids.join(', ')
  return {
    code: 'POLICIES_CLASH',
    facts: { policies, problem },
    evidence: [{ label: 'policies', value: policies }],
    causes: [{ code: 'POLICY_BADLY_SAVED' }],
  }
}
