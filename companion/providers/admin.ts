import type { CallContext, HttpClient } from '../outgoing/http-client.ts'

/** What an admin part works with. */
export interface AdminDeps {
  http: HttpClient
  /** How a call is filed. */
  context: (label: string) => CallContext
  /** The address that a person gave, without a slash at its end. */
  host: string
  issuer: string
  registrationEndpoint: string
  /** A token that administers the provider. */
  token: string
}

/** What was looked at or done, and how that was seen. */
export interface AdminCheck {
  id: string
  text: string
  state: 'passed' | 'warned'
  evidence: string
}

export interface ScopeOrder {
  name: string
  /** Every client that asks for no scope gets this one. Left out: as it is. */
  isDefault?: boolean | undefined
  /** Whether the scope may be created or changed; otherwise it has to be there. */
  mayChange: boolean
}

export interface EnsuredScope {
  name: string
  isDefault: boolean
  isMade: boolean
  /** Who hands the scope out, such as `The realm "lab"`. */
  issuedBy: string
  checks: AdminCheck[]
}

/**
 * What an administrator does at one provider over HTTP.
 *
 * Every call throws AppError `PROVIDER_REJECTED` in the provider's words, `PROVIDER_REPLY_INVALID` or
 * `PROVIDER_UNREACHABLE`.
 */
export interface ProviderAdmin {
  /** Proves that the provider takes the token. */
  proveToken(): Promise<AdminCheck>
  /** Makes a token for registration; left out where the administrator's own token registers. */
  createInitialToken?(terms: { uses: number; seconds: number }): Promise<string>
  ensureScope(order: ScopeOrder): Promise<EnsuredScope>
  /** Makes sure that no policy of the provider stands between a new client and the scope. */
  ensurePolicy(order: { scope: string }): Promise<AdminCheck>
}

/** The part of a driver for providers whose administration has an HTTP API. */
export interface AdminPart {
  /** Whether a token is an administrator's, and not one that is good for registration alone. */
  recognises(token: string): boolean
  open(deps: AdminDeps): ProviderAdmin
}
