import type { AppErrorOptions } from '#shared/errors/app-error.ts'
import type { FieldIssue, Fix } from '#shared/errors/problem.ts'
import type { ClientMetadata } from '#shared/oauth/client-metadata.ts'
import type { DcrOptions, DcrProvider } from '#shared/tyk/dcr-options.ts'

export interface ClientDraft {
  client_name: string
  redirect_uris: readonly string[]
  options: DcrOptions
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

/** An error answer, in both of the families that providers use. */
export interface ProviderError {
  status: number
  error?: string | undefined
  description?: string | undefined
}

/** How one kind of identity provider differs from RFC 7591. Data and pure functions, no state. */
export interface Driver {
  readonly id: DcrProvider
  readonly label: string
  /** `recorded`: seen on the wire; `documentation`: read only. */
  readonly basis: 'recorded' | 'documentation'
  /** The scheme of the initial access token in the Authorization header. */
  readonly scheme: 'Bearer' | 'SSWS'
  /** Okta manages clients with the same token and an address it does not send. */
  readonly management: 'initial_access_token' | 'registration_access_token'
  buildMetadata(draft: ClientDraft): ClientMetadata
  findRefusal(metadata: ClientMetadata): Refusal | undefined
  /** What a refusal means to the person, where the provider's words do not say it. */
  explain(error: ProviderError): AppErrorOptions
}
