import type { Word } from '#shared/messages/catalogue.ts'
import type { CredentialPlaces } from '../api/compiled-api.ts'
import type { Identity } from '../token/identity.ts'
import type { SessionTimes } from '../limits/counting.ts'
import type { Entitlement } from '../policy/entitlement.ts'
import type { Limits } from '../policy/policy-limits.ts'
import type { Route } from '../api/route.ts'
import type { QuotaCount } from '../limits/take-quota.ts'
import type { RateWindow } from '../limits/take-rate.ts'
import type { ParsedToken } from '../token/token-shape.ts'

/** The key set for the check of the token. */
export interface KeySetFacts {
  /** The address of the key set; a word where the definition holds the keys themselves. */
  readonly name: string | Word
  readonly kids: ReadonlySet<string>
  /** Why a Tyk would refuse all tokens of this set. */
  readonly atTyk?: { readonly what: Word; readonly why: Word } | undefined
}

/**
 * The results of the checks of one request, without the token's text. The objects are owned by longer-lived
 * caches and shared by many requests.
 */
export interface Facts {
  route: Route | undefined
  /** The endpoint needs no token. */
  isIgnored: boolean | undefined
  /** Milliseconds until the upstream's answer; `undefined` for the gateway's own. */
  timeoutMs: number | undefined
  /** Alternating names and values that CORS adds to every answer. */
  corsHeaders: readonly string[] | undefined
  /** Name and value of the field that tells of the API's end. */
  expiryField: readonly string[] | undefined
  credentialPlace: keyof CredentialPlaces | undefined
  token: ParsedToken | undefined
  /** The signature was checked in an earlier request with this token. */
  isTokenKnown: boolean | undefined
  keySet: KeySetFacts | undefined
  keySetAgeSeconds: number | undefined
  /** Too old, but still used because the provider does not answer. */
  isKeySetStale: boolean | undefined
  identity: Identity | undefined
  /** How the policies were chosen. */
  policySource: Word | undefined
  entitlement: Entitlement | undefined
  session: SessionTimes | undefined
  /** What the caller may use of this API. */
  limits: Limits | undefined
  rate: RateWindow | undefined
  /** Milliseconds since the epoch at which the window of the rate closes. */
  rateResetAtMs: number | undefined
  quota: QuotaCount | undefined
  /** Milliseconds since the epoch at which the quota renews; that of the request if it never does. */
  quotaResetAtMs: number | undefined
  /** Behind the origin of the route's target, without the query. */
  upstreamPath: string | undefined
  upstreamStatus: number | undefined
}

/**
 * How long each fact is needed: while its call is answered, or as long as the verdict can be read. What
 * the companion finds out for its workers is told to them. Every list of facts is held against this one.
 */
export const FACT_USES = {
  route: 'kept',
  isIgnored: 'kept',
  timeoutMs: 'answered',
  corsHeaders: 'answered',
  expiryField: 'answered',
  credentialPlace: 'kept',
  token: 'kept',
  isTokenKnown: 'kept',
  keySet: 'kept',
  keySetAgeSeconds: 'kept',
  isKeySetStale: 'kept',
  identity: 'told and kept',
  policySource: 'told and kept',
  entitlement: 'told and kept',
  session: 'told and kept',
  limits: 'told and kept',
  rate: 'told and kept',
  rateResetAtMs: 'told',
  quota: 'told and kept',
  quotaResetAtMs: 'told',
  upstreamPath: 'kept',
  upstreamStatus: 'kept',
} as const satisfies Record<keyof Facts, 'answered' | 'kept' | 'told' | 'told and kept'>

/** The names of the facts that the companion tells its workers. */
export type ToldFact = {
  [N in keyof Facts]: (typeof FACT_USES)[N] extends `told${string}` ? N : never
}[keyof Facts]

/** Nothing known yet. All members at once: an object that grows by each is made again and again. */
export function openFacts(): Facts {
  return {
    route: undefined,
    isIgnored: undefined,
    timeoutMs: undefined,
    corsHeaders: undefined,
    expiryField: undefined,
    credentialPlace: undefined,
    token: undefined,
    isTokenKnown: undefined,
    keySet: undefined,
    keySetAgeSeconds: undefined,
    isKeySetStale: undefined,
    identity: undefined,
    policySource: undefined,
    entitlement: undefined,
    session: undefined,
    limits: undefined,
    rate: undefined,
    rateResetAtMs: undefined,
    quota: undefined,
    quotaResetAtMs: undefined,
    upstreamPath: undefined,
    upstreamStatus: undefined,
  }
}
