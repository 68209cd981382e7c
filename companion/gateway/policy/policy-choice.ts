import type { Word } from '#shared/messages/catalogue.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import { OWN_ORGANISATION } from '#shared/tyk/read-api.ts'
import { BARE_SESSION, type Entitlement, type SessionBase } from './entitlement.ts'
import { findText } from '../token/identity.ts'
import type { JwtRules, ScopeRules } from '../token/jwt-rules.ts'
import { findScopes } from './token-scopes.ts'
import {
  explainMissing,
  explainProblem,
  refuseNoPolicy,
  refuseUnknownPolicy,
  refuseUnmappedScopes,
  refuseWithoutScope,
} from './policy-refusals.ts'
import { type Refusal, isRefusal, refuse } from '../outcome/refusal.ts'
import { TYK, failedKey, missingDefaultPolicy } from '../outcome/tyk-answers.ts'

export interface PolicyChoice {
  entitlement: Entitlement
  /** How they were found. */
  source: Word
}

export interface PolicyQuestion {
  rules: JwtRules
  claims: Readonly<Record<string, unknown>>
  findPolicy: (id: string) => Policy | undefined
  merge: (policies: readonly Policy[], before?: SessionBase) => Entitlement
  /** The policies that were applied to the caller's session before; `undefined` for a new caller. */
  previousIds: readonly string[] | undefined
}

/** The policies that the token or its API names, before scopes are evaluated. */
interface Base {
  ids: readonly string[]
  /** The claim that named it; `undefined` for the API's defaults. */
  claim: string | undefined
}

/**
 * Chooses the policies of a caller: the one its token names, else all of the API's defaults; scopes
 * that are mapped to policies add theirs and take the place of the defaults. A wrong name in the
 * token is an error even when there are defaults.
 *
 * @see [Tyk: JWT and policies](https://tyk.io/docs/basic-config-and-security/security/authentication-authorization/json-web-tokens/)
 */
export function choosePolicies(question: PolicyQuestion): PolicyChoice | Refusal {
  const base = findBase(question)
  const previousIds = canApply(question, question.previousIds) ? question.previousIds : undefined
  const entitlement = applyBase({ ...question, previousIds }, base)
  if (isRefusal(entitlement)) return entitlement
  const { scopes } = question.rules
  const found = scopes && findScopes(question.claims, scopes)
  if (scopes && found)
    return chooseByScopes(question, { ...base, entitlement }, { ...found, scopes })
  if (entitlement) return { entitlement, source: describe(base) }
  return scopes && previousIds ? refuseWithoutScope(scopes) : refuseNoPolicy(question.rules)
}

function findBase({ rules, claims }: PolicyQuestion): Base {
  const named = findText(claims, rules.policyClaims)
  return named
    ? { ids: [named.value], claim: named.claim }
    : { ids: rules.defaultPolicies, claim: undefined }
}

function describe({ ids, claim }: Base): Word {
  return claim === undefined
    ? { code: 'BY_DEFAULT', facts: { policies: ids.join(', ') } }
    : { code: 'BY_CLAIM', facts: { claim, policy: ids.join() } }
}

/** A policy of another organisation counts as missing. */
function find({ rules, findPolicy }: PolicyQuestion, id: string): Policy | undefined {
  const policy = findPolicy(id)
  return policy && (policy.org_id || OWN_ORGANISATION) === rules.orgId ? policy : undefined
}

function findAll(question: PolicyQuestion, ids: readonly string[]): Policy[] {
  return ids.flatMap((id) => find(question, id) ?? [])
}

/** Whether the policies of a session still can be applied; with Tyk its caller is a new one if not. */
function canApply(question: PolicyQuestion, ids: readonly string[] = []): boolean {
  return question.merge(findAll(question, ids)).problem === undefined
}

/** Tyk answers a caller it knows in another way than a new one. */
function applyBase(
  question: PolicyQuestion,
  { ids, claim }: Base,
): Entitlement | Refusal | undefined {
  const [first] = ids
  if (first === undefined) return undefined
  const { previousIds } = question
  if ((claim !== undefined || previousIds) && !find(question, first))
    return refuseUnknownPolicy(first, claim ?? 'jwt_default_policies')
  const policies = findAll(question, ids)
  const entitlement = question.merge(policies)
  const { problem } = entitlement
  if (problem === undefined)
    // The first of the defaults is what a session is made from; the others may be gone.
    return find(question, first) ? entitlement : refuseUnknownPolicy(first, 'jwt_default_policies')
  const why = policies.length > 0 ? explainProblem(ids, problem) : explainMissing(ids)
  if (previousIds && previousIds.join() !== ids.join())
    return refuse('policy', TYK.newPolicyFails, why)
  const isMissing = policies.length === 0 && ids.length === 1
  return refuse('policy', isMissing ? missingDefaultPolicy(first) : failedKey(problem), why)
}

interface FoundScopes {
  claim: string
  names: readonly string[]
  scopes: ScopeRules
}

function chooseByScopes(
  question: PolicyQuestion,
  base: Base & { entitlement: Entitlement | undefined },
  { claim, names, scopes }: FoundScopes,
): PolicyChoice | Refusal {
  const mapped = names.flatMap((name) => scopes.policyByScope.get(name) ?? [])
  const ids = [...new Set([...(base.claim === undefined ? [] : base.ids), ...mapped])]
  if (ids.length === 0) return refuseUnmappedScopes(claim, names, scopes)
  const policies = findAll(question, ids)
  const entitlement = question.merge(policies, base.entitlement ?? BARE_SESSION)
  const { problem } = entitlement
  if (problem === undefined)
    return { entitlement, source: { code: 'BY_SCOPES', facts: { claim, scopes: names.join(' ') } } }
  const why = policies.length > 0 ? explainProblem(ids, problem) : explainMissing(ids)
  return refuse('policy', TYK.newPoliciesFail, why)
}
