import type { AppErrorOptions } from '#shared/errors/app-error.ts'
import type { FieldIssue, Fix } from '#shared/errors/problem.ts'
import type { ClientMetadata } from '#shared/oauth/client-metadata.ts'
import type { DcrOptions, DcrProvider } from '#shared/tyk/dcr-options.ts'
import type { TokenProfile } from '#shared/tyk/gateway-extras.ts'
import type { AdminPart } from './admin.ts'
import type { Explanation } from './explanation.ts'

export interface ClientDraft {
  client_name: string
  redirect_uris: readonly string[]
  options: DcrOptions
  /** Members that a person typed for this client alone. */
  extra?: ClientMetadata | undefined
}

/** Why the provider would refuse the metadata: its own words, the fields, and the change that helps. */
export interface Refusal {
  /** `error` and `error_description` as the provider would send them. */
  error: string
  error_description: string
  hint: string
  issues: FieldIssue[]
  fixes: Fix[]
}

/** A call of a client, by what its answer is about. */
export type ProviderCall =
  'registration' | 'management' | 'token' | 'introspection' | 'revocation' | 'administration'

/** An error answer, in both of the families that providers use. */
export interface ProviderError {
  /** The call that was refused; a registration when left out. */
  call?: ProviderCall
  status: number
  error?: string | undefined
  description?: string | undefined
}

/** What a person may do with a client later on, and with which credential. */
export interface Management {
  /** `none`: this API registers clients and can do nothing more with them. */
  credential: 'initial_access_token' | 'registration_access_token' | 'none'
  /** Calls after which the answer carries another registration access token. */
  rotatesTokenOn: readonly ('GET' | 'PUT')[]
  /** `lifecycle`: a call of its own; `update`: a PUT answers with a new secret; `none`: never. */
  secretRotation: 'lifecycle' | 'update' | 'none'
  /** Whether a PUT carries the secret: RFC 7592 lets it, Okta refuses it. */
  sendsSecretOnUpdate: boolean
  /** What a PUT leaves out stays as it was; RFC 7592 §2.2 has it deleted, or the default. */
  keepsOmittedOnUpdate?: true
  /** The address that lists the clients whose names begin so, where the provider has one. */
  listByName?: (registrationEndpoint: string, name: string) => string
}

/** A call that has to be made once a client is registered, before it can get a usable token. */
export interface FollowUp {
  label: string
  why: string
  reference: { text: string; href: string }
  /** Left out where a person has to do it in the provider's console. */
  request?: (client: { client_id: string; idp_host: string; audience: string }) => {
    method: string
    url: string
    body: unknown
  }
}

/** What Tyk's guide for a kind of provider enters in its forms. */
export interface ProviderGuide {
  apiName: string
  clientName: string
  grant_types: DcrOptions['grant_types']
  response_types: DcrOptions['response_types']
}

/** What the doctor says of one kind of provider alone, since only there its sign means this. */
export type OwnFinding =
  | 'audience-missing'
  | 'introspection-inactive'
  | 'issuer-is-a-realm'
  | 'client-policies'
  | 'response-type-coupling'
  | 'access-policy'

/** How one kind of identity provider differs from RFC 7591. Data and pure functions, no state. */
export interface DriverData {
  readonly id: DcrProvider
  readonly label: string
  /** `recorded`: seen on the wire of the real product; `documentation`: read only. */
  readonly basis: 'recorded' | 'documentation'
  /** The Authorization header for the initial access token. */
  authorize(initialAccessToken: string): string
  readonly scheme: 'Bearer' | 'SSWS' | 'Basic'
  /** Registration takes no credential; a token, if there is one, is for the follow-ups. */
  readonly isOpen: boolean
  /** What the provider calls the token that lets its bearer register. */
  readonly tokenName?: string
  readonly management: Management
  buildMetadata(draft: ClientDraft): ClientMetadata
  /** Whether the provider takes this member in an update; every member when left out. */
  takesOnUpdate?(name: string): boolean
  findRefusal(metadata: ClientMetadata): Refusal | undefined
  /** What its refusals mean, the special ones first. */
  readonly explanations: readonly Explanation[]
  /** What the doctor may find here; nothing of the list when left out. */
  readonly ownFindings?: readonly OwnFinding[]
  readonly followUps: readonly FollowUp[]
  /** Which claim of an access token holds what. */
  readonly claims: { identity: string; scope: string; client_id: string }
  /** Parameters of a token request beyond the standard's, such as Auth0's `audience`. */
  tokenParameters(audience: string): Record<string, string>
  /** The provider gives no token to a request that does not name the API. */
  readonly needsAudience?: true
  /** How its access tokens are told from the other JWTs it signs; left out: RFC 9068 or nothing. */
  readonly tokenProfile?: TokenProfile
  /** What the provider's guide enters; left out: names after the label, and one grant. */
  readonly guide?: ProviderGuide
  /** Paths of issuers on a host that was given without a path, the likeliest first. */
  readonly issuerPaths?: readonly string[]
  /** Whether a host name is one of this provider's own. */
  ownsHost?: (hostname: string) => boolean
  /** What to give as the address, where the metadata was not found. */
  readonly issuerHint?: string
  /** Where clients are registered, below the issuer, at a provider whose metadata may not say so. */
  readonly registrationPath?: string
  /** The host that is meant by the address that a person typed. */
  readHost?: (typed: string) => string
  readonly admin?: AdminPart
}

export interface Driver extends DriverData {
  /** What a refusal means to the person, where the provider's words do not say it. */
  explain(error: ProviderError): AppErrorOptions
}
