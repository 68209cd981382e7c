import type { Lane } from '#shared/contract/exchange.ts'
import type { OAuthMeaning } from '#shared/oauth/meaning/oauth-meaning.ts'

/** An exchange as far as it matters for a visit: small, without bodies. */
export interface Leg {
  exchange: string
  at: string
  atMs: number
  /** Of the last of `count` equal ones. */
  lastMs: number
  count: number
  from: Lane
  to: Lane
  meaning: OAuthMeaning
  method: string
  /** The origin that was asked for, as Host names it. */
  origin: string
  path: string
  /** The dialect, or `gateway`. */
  place: string
  /** Whether the lab itself sent it. */
  isOwn: boolean
  status: number | undefined
  clientId: string | undefined
  links: readonly string[]
  peer: string | undefined
  userAgent: string | undefined
  /** The header MCP-Protocol-Version. */
  protocol: string | undefined
  asked: Asked
  answered: Answered
  verdict: string | undefined
}

export interface Asked {
  redirectUri?: string
  scope?: string
  resource?: string
  grant?: string
  /** Whether a token came with the request. */
  hasToken?: boolean
  /** Whether the client signed an assertion to authenticate. */
  hasAssertion?: boolean
  /** Of a registration. */
  metadata?: ClientMetadataSeen
}

/** Members of a registration by which clients are told apart. */
export interface ClientMetadataSeen {
  client_name?: string
  redirect_uris?: readonly string[]
  grant_types?: readonly string[]
  token_endpoint_auth_method?: string
  application_type?: string
  client_uri?: string
  software_id?: string
  scope?: string
}

export interface Answered {
  error?: string
  description?: string
  /** Where the answer sends the browser. */
  redirect?: RedirectSeen
  challenge?: ChallengeSeen
  server?: ServerMetadataSeen
  resource?: ResourceMetadataSeen
  /** Of a registration. */
  granted?: { scope?: string; expiresAt?: number }
  /** Of a token. */
  scope?: string
}

export interface RedirectSeen {
  /** `client`: to a redirect URI, with a code or an error. */
  to: 'client' | 'sign_in' | 'elsewhere'
  error?: string
  description?: string
  hasCode: boolean
  iss?: string
}

/** @see [RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750.html#section-3) */
export interface ChallengeSeen {
  scheme: string
  error?: string
  scope?: string
  resourceMetadata?: string
}

/** @see [RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2) */
export interface ServerMetadataSeen {
  issuer: string
  /** The issuer that the address of the document stands for. */
  expected: readonly string[]
  canRegister: boolean
  takesDocuments: boolean
  sendsIss: boolean
}

/** @see [RFC 9728 §2](https://www.rfc-editor.org/rfc/rfc9728.html#section-2) */
export interface ResourceMetadataSeen {
  resource: string
  servers: readonly string[]
}
