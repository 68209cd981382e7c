import type { ApiDefinition } from './api-definition.ts'

export interface ScopeMapping {
  /** Empty where the definition names none. */
  claim: string
  policyByScope: Readonly<Record<string, string>>
}

/** How a classic definition maps scopes to policies, in `scopes` or in the older members. */
export function readScopeMapping(definition: ApiDefinition): ScopeMapping | undefined {
  const rules = definition.scopes?.jwt
  const policyByScope = rules?.scope_to_policy ?? definition.jwt_scope_to_policy_mapping ?? {}
  if (Object.keys(policyByScope).length === 0) return undefined
  return { claim: rules?.scope_claim_name ?? definition.jwt_scope_claim_name ?? '', policyByScope }
}
