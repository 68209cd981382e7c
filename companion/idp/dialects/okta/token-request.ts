import type { IdpClient } from '../../../store/idp-records.ts'
import type { TokenForm } from '../token-form.ts'
import type { OktaClients } from './clients.ts'
import { OktaOAuthError } from './okta-errors.ts'

const CREDENTIAL_FIELDS = ['client_id', 'client_secret', 'client_assertion']
const GRANTS = ['authorization_code', 'refresh_token', 'client_credentials']

const MULTIPLE =
  'Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body.'

/**
 * Says no to what Okta refuses before it looks at the client.
 *
 * @throws OktaOAuthError with Okta's text.
 *
 * @see [Okta: OAuth 2.0 error codes](https://developer.okta.com/docs/reference/api/oidc/)
 */
export function assertWellFormed(
  { form }: TokenForm,
  { query, origin }: { query: URLSearchParams; origin: string | undefined },
): void {
  if (CREDENTIAL_FIELDS.some((name) => query.has(name)))
    throw new OktaOAuthError(
      400,
      'invalid_request',
      'Client credentials cannot be supplied via query parameters.',
    )
  const repeated = [...new Set(form.keys())].filter(
    (name) => name !== 'resource' && form.getAll(name).length > 1,
  )
  if (repeated.length > 0)
    throw new OktaOAuthError(
      400,
      'invalid_request',
      `Duplicate parameter provided in request. Duplicated parameters: [${repeated.join(', ')}].`,
    )
  const grant = form.get('grant_type') ?? ''
  if (grant === '')
    throw new OktaOAuthError(
      400,
      'invalid_request',
      `The token request must specify a 'grant_type'. Valid values: [${GRANTS.join(', ')}].`,
    )
  if (origin !== undefined && grant !== 'authorization_code')
    throw new OktaOAuthError(
      400,
      'unauthorized_client',
      'Browser requests to the token endpoint may only use the authorization_code grant_type.',
    )
}

/**
 * Finds the client that the credentials belong to.
 *
 * @returns `undefined` for a client assertion, which the engine checks.
 * @throws OktaOAuthError 401 with Okta's text for each way to be wrong.
 */
export function authenticateClient(
  clients: OktaClients,
  request: TokenForm,
): IdpClient | undefined {
  const { authorization, form } = request
  const hasAssertion = form.has('client_assertion')
  const ways = [authorization !== undefined, form.has('client_secret'), hasAssertion].filter(
    Boolean,
  )
  if (ways.length > 1) throw new OktaOAuthError(401, 'invalid_request', MULTIPLE)
  if (hasAssertion) return undefined
  const { id, secret } = readCredentials(request)
  const client = clients.find(id)
  if (!client) throw unauthorized("Invalid value for 'client_id' parameter.")
  if (client.token_endpoint_auth_method === 'none' && secret === undefined) return client
  if (secret === undefined) throw unauthorized('No client credentials found.')
  if (
    client.token_endpoint_auth_method === 'none' ||
    client.token_endpoint_auth_method.endsWith('_jwt')
  )
    throw unauthorized(
      'Client authentication failed. Either the client or the client credentials are invalid.',
    )
  if (!clients.hasSecret(client, secret))
    throw unauthorized('The client secret supplied for a confidential client is invalid.')
  return client
}

/** @throws OktaOAuthError when the grant is unknown here, or not one of the client's. */
export function assertGrantAllowed(client: IdpClient, grant: string): void {
  if (!GRANTS.includes(grant))
    throw new OktaOAuthError(
      400,
      'unsupported_grant_type',
      `The authorization grant type is not supported by the authorization server. Configured grant types: [${GRANTS.join(', ')}].`,
    )
  if (!client.grant_types.includes(grant))
    throw new OktaOAuthError(
      400,
      'unauthorized_client',
      `The client is not authorized to use the provided grant type. Configured grant types: [${client.grant_types.join(', ')}].`,
    )
}

export interface ScopeRules {
  scopes: readonly { name: string; default: boolean; consent: string }[]
  hasAccessPolicy: boolean
}

/**
 * The scopes a client-credentials token will carry, in Okta's order of evaluation: known scopes, the
 * default ones when none is asked for, consent, then the access policy.
 *
 * @throws OktaOAuthError with Okta's text.
 */
export function chooseScopes(asked: string, { scopes, hasAccessPolicy }: ScopeRules): string[] {
  const names = asked.split(' ').filter(Boolean)
  if (names.includes('openid'))
    throw new OktaOAuthError(
      400,
      'invalid_scope',
      "Cannot request 'openid' scopes using client credentials.",
    )
  const known = new Map(scopes.map((scope) => [scope.name, scope]))
  if (names.some((name) => !known.has(name)))
    throw new OktaOAuthError(
      400,
      'invalid_scope',
      'One or more scopes are not configured for the authorization server resource.',
    )
  const chosen =
    names.length > 0
      ? names
      : scopes.flatMap(({ name, default: isDefault }) => (isDefault ? [name] : []))
  if (chosen.length === 0)
    throw new OktaOAuthError(
      400,
      'invalid_scope',
      "The authorization server resource does not have any configured default scopes, 'scope' must be provided.",
    )
  const needConsent = chosen.filter((name) => known.get(name)?.consent === 'REQUIRED')
  if (needConsent.length > 0)
    throw new OktaOAuthError(
      400,
      'consent_required',
      `The following scopes require user consent and cannot be granted for the client credentials grant type: [${needConsent.join(', ')}].`,
    )
  if (!hasAccessPolicy)
    throw new OktaOAuthError(
      400,
      'access_denied',
      'Policy evaluation failed for this request, please check the policy configurations.',
    )
  return [...new Set(chosen)]
}

function readCredentials({ authorization, form }: TokenForm): {
  id: string
  secret: string | undefined
} {
  if (authorization !== undefined) return readBasic(authorization)
  const id = form.get('client_id')
  if (id === null) throw unauthorized('No client credentials found.')
  return { id, secret: form.get('client_secret') ?? undefined }
}

/** @see [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1) both parts are form-encoded first */
function readBasic(authorization: string): { id: string; secret: string } {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1]
  const [id, ...rest] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':')
  try {
    if (encoded === undefined || !id || rest.length === 0) throw new RangeError('Not a pair')
    return { id: decodeForm(id), secret: decodeForm(rest.join(':')) }
  } catch {
    throw unauthorized('Found Authentication header but was not valid client credentials.')
  }
}

function decodeForm(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}

function unauthorized(description: string): OktaOAuthError {
  return new OktaOAuthError(401, 'invalid_client', description)
}
