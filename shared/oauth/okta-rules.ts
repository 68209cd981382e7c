import type { ApplicationType } from './vocabulary.ts'

/** The metadata that Okta's rules depend on. */
export interface OktaClientShape {
  application_type: string
  grant_types: readonly string[]
  response_types: readonly string[]
  redirect_uris: readonly string[]
}

/** A rule that the metadata breaks: Okta's sentence and the members that would fix it. */
export interface OktaRefusal {
  error: 'invalid_client_metadata' | 'invalid_redirect_uri'
  sentence: string
  field: 'grant_types' | 'response_types' | 'redirect_uris'
  missing: readonly string[]
}

const ALLOWED_GRANTS: Record<ApplicationType, readonly string[]> = {
  web: [
    'authorization_code',
    'implicit',
    'refresh_token',
    'client_credentials',
    'urn:ietf:params:oauth:grant-type:saml2-bearer',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:ietf:params:oauth:grant-type:token-exchange',
  ],
  native: [
    'authorization_code',
    'implicit',
    'password',
    'refresh_token',
    'urn:ietf:params:oauth:grant-type:saml2-bearer',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:ietf:params:oauth:grant-type:token-exchange',
  ],
  browser: [
    'authorization_code',
    'implicit',
    'refresh_token',
    'urn:ietf:params:oauth:grant-type:saml2-bearer',
  ],
  service: [
    'client_credentials',
    'urn:ietf:params:oauth:grant-type:saml2-bearer',
    'urn:ietf:params:oauth:grant-type:token-exchange',
  ],
}

const REQUIRED_GRANT: Partial<Record<ApplicationType, string>> = {
  web: 'authorization_code',
  native: 'authorization_code',
  service: 'client_credentials',
}

/** Okta's type for a client: `service` when client credentials is the only grant, else `web`. */
export function chooseOktaApplicationType(grantTypes: readonly string[]): ApplicationType {
  return grantTypes.length === 1 && grantTypes[0] === 'client_credentials' ? 'service' : 'web'
}

/** Whether Okta knows this application type. */
export function isOktaApplicationType(value: string): value is ApplicationType {
  return Object.hasOwn(ALLOWED_GRANTS, value)
}

/**
 * The rules that couple Okta's application type, grants, response types and redirect URIs, in the
 * order in which Okta names them. The sentences about `implicit`, `authorization_code` and
 * `client_credentials` were seen on the wire; the others are by analogy.
 *
 * @see [Okta: client application properties](https://developer.okta.com/docs/reference/api/oauth-clients/#client-application-properties)
 * @see [tyk#3561](https://github.com/TykTechnologies/tyk/issues/3561) the refusal word for word
 */
export function findOktaRefusals(client: OktaClientShape): OktaRefusal[] {
  if (!isOktaApplicationType(client.application_type)) return []
  return [
    ...findImplicitRefusal(client),
    ...findRequiredGrantRefusal(client, client.application_type),
    ...findForbiddenGrantRefusal(client, client.application_type),
    ...findCodeRefusals(client),
    ...findRedirectRefusal(client),
  ]
}

function findImplicitRefusal(client: OktaClientShape): OktaRefusal[] {
  if (client.application_type === 'service' || client.grant_types.includes('implicit')) return []
  const type = client.response_types.find((name) => name === 'token' || name === 'id_token')
  if (!type) return []
  return [
    refuseGrants(
      `'grant_types' must contain 'implicit' when 'response_types' contains '${type}'.`,
      'implicit',
    ),
  ]
}

function findRequiredGrantRefusal(client: OktaClientShape, type: ApplicationType): OktaRefusal[] {
  const required = REQUIRED_GRANT[type]
  if (!required || client.grant_types.includes(required)) return []
  return [
    refuseGrants(
      `'grant_types' must contain '${required}' when 'application_type' is '${type}'.`,
      required,
    ),
  ]
}

function findForbiddenGrantRefusal(client: OktaClientShape, type: ApplicationType): OktaRefusal[] {
  const forbidden = client.grant_types.find((grant) => !ALLOWED_GRANTS[type].includes(grant))
  if (!forbidden) return []
  return [
    refuseGrants(
      `'grant_types' must not contain '${forbidden}' when 'application_type' is '${type}'.`,
    ),
  ]
}

function findCodeRefusals(client: OktaClientShape): OktaRefusal[] {
  // Okta adds the missing response type by itself when another one is named, as the guide's own
  // settings (three grants, response type token) are accepted.
  if (!client.response_types.includes('code') || client.grant_types.includes('authorization_code'))
    return []
  return [
    refuseGrants(
      `'grant_types' must contain 'authorization_code' when 'response_types' contains 'code'.`,
      'authorization_code',
    ),
  ]
}

function findRedirectRefusal(client: OktaClientShape): OktaRefusal[] {
  const exempt = client.grant_types.some(
    (grant) => grant === 'password' || grant === 'client_credentials',
  )
  if (exempt || client.application_type === 'service' || client.redirect_uris.length > 0) return []
  return [
    {
      error: 'invalid_redirect_uri',
      sentence: "'redirect_uris' must contain at least one value.",
      field: 'redirect_uris',
      missing: [],
    },
  ]
}

function refuseGrants(sentence: string, ...missing: string[]): OktaRefusal {
  return { error: 'invalid_client_metadata', sentence, field: 'grant_types', missing }
}
