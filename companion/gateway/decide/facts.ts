import type { CompiledApi } from './compiled-api.ts'
import type { Identity } from './identity.ts'
import type { Session } from './session.ts'
import type { Entitlement } from './entitlement.ts'
import type { Limits } from './policy-limits.ts'
import type { QuotaCount } from './take-quota.ts'
import type { RateWindow } from './take-rate.ts'

export interface TokenFacts {
  algorithm: string
  kid: string | undefined
  claims: Readonly<Record<string, unknown>>
  /** The signature was checked at an earlier sight of the same token. */
  isKnown: boolean
}

export interface KeySetFacts {
  url: string
  keyCount: number
  ageSeconds: number
  /** Past its time, kept because the provider does not answer. */
  isStale: boolean
}

/** What came to light while a request was judged. The token's text is not among it. */
export interface Facts {
  route?: { api: CompiledApi; base: string; rest: string }
  /** The endpoint needs no token. */
  isIgnored?: boolean
  /** Milliseconds until the upstream's answer; `undefined` for the gateway's own. */
  timeoutMs?: number | undefined
  /** Names and values in turn that CORS adds to every answer. */
  corsHeaders?: readonly string[]
  credentialPlace?: string
  token?: TokenFacts
  keySet?: KeySetFacts
  identity?: Identity
  policySource?: string
  entitlement?: Entitlement
  session?: Pick<Session, 'startedAtMs' | 'endsAtMs'>
  /** What the caller may use of this API. */
  limits?: Limits
  rate?: RateWindow
  /** Milliseconds since the epoch at which the window of the rate closes. */
  rateResetAtMs?: number
  quota?: QuotaCount
  upstream?: { url: string; status: number }
}
