import type { Request, RequestHandler } from 'express'
import { refuse } from '../dialect-error.ts'
import type { DialectClient } from '../profile/client-store.ts'
import { readForm, replayBody } from '../token-form.ts'
import { authenticateClient } from './client-authentication.ts'
import { assertOrigin } from './cors.ts'
import { grantsOf, listWebOrigins, readClientScopes, type Realm } from './realm.ts'
import { refuseCredentials } from './refusals.ts'
import type { TokenPlans } from './token-plans.ts'

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code'
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const CIBA = 'urn:openid:params:grant-type:ciba'
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

const badRequest = (description: string): Error => refuse(400, 'invalid_request', description)
const badGrant = (description: string): Error => refuse(400, 'invalid_grant', description)

type Check = (form: URLSearchParams, client: DialectClient, realm: Realm) => void

/** What Keycloak asks before it looks at the grant itself, by grant. */
const CHECKS: Readonly<Record<string, Check>> = {
  authorization_code(form) {
    if (!form.has('code')) throw badRequest('Missing parameter: code')
  },
  refresh_token(form) {
    if (!form.has('refresh_token')) throw badRequest('No refresh token')
  },
  client_credentials(_form, client) {
    if (client.metadata['token_endpoint_auth_method'] === 'none')
      throw refuse(
        401,
        'unauthorized_client',
        'Public client not allowed to retrieve service account',
      )
    if (!grantsOf(client).includes('client_credentials'))
      throw refuse(401, 'unauthorized_client', 'Client not enabled to retrieve service account')
  },
  password(form, client) {
    if (!grantsOf(client).includes('password'))
      throw refuse(400, 'unauthorized_client', 'Client not allowed for direct access grants')
    if (!form.get('username')) throw refuse(401, 'invalid_request', 'Missing parameter: username')
    if (!form.get('password')) throw refuse(401, 'invalid_grant', 'Invalid user credentials')
  },
  [DEVICE](form, client) {
    if (!grantsOf(client).includes(DEVICE))
      throw badGrant('Client not allowed OAuth 2.0 Device Authorization Grant')
    if (!form.has('device_code')) throw badRequest('Missing parameter: device_code')
  },
  [EXCHANGE](_form, client) {
    if (!grantsOf(client).includes(EXCHANGE))
      throw badRequest('Standard token exchange is not enabled for the requested client')
  },
  [CIBA]() {
    throw badGrant('Client not allowed OIDC CIBA Grant')
  },
  [JWT_BEARER]() {
    throw badGrant('The provided assertion is not a valid JWT')
  },
}

/** Grants whose scopes are asked for at the token endpoint. */
const ASKING = ['client_credentials', 'password']

/** Refuses a token request as Keycloak does, or hands it to the engine with a plan for its answer. */
export function prepareTokenRequest(realm: Realm, plans: TokenPlans): RequestHandler {
  return (request, response, next) => {
    const { form, authorization } = readForm(request, () =>
      badRequest('Missing form parameter: grant_type'),
    )
    const grant = form.get('grant_type')
    if (grant === null) throw badRequest('Missing form parameter: grant_type')
    const check = CHECKS[grant]
    if (!check) throw refuse(400, 'unsupported_grant_type', 'Unsupported grant_type')
    assertSingle(form)
    const client = authenticateClient({ form, authorization }, realm)
    assertOrigin(request.headers.origin, response, listWebOrigins(client))
    check(form, client, realm)
    assertProof(request, client)
    const hasAudience = !readClientScopes(realm, client).isWiped
    plans.set(request, { grant, hasAudience, ...chooseScope(form, grant, { client, realm }) })
    // The engine knows one API, and no `openid` without a person.
    form.delete('resource')
    form.delete('audience')
    if (ASKING.includes(grant)) form.delete('scope')
    replayBody(request, form.toString())
    next()
  }
}

function assertSingle(form: URLSearchParams): void {
  const names = [...form.keys()]
  if (new Set(names).size < names.length) throw badRequest('duplicated parameter')
}

function assertProof({ headers }: Request, { metadata }: DialectClient): void {
  if (metadata['dpop_bound_access_tokens'] === true && headers['dpop'] === undefined)
    throw badRequest('DPoP proof is missing')
}

interface Asking {
  client: DialectClient
  realm: Realm
}

function chooseScope(form: URLSearchParams, grant: string, { client, realm }: Asking) {
  if (!ASKING.includes(grant)) return { scope: '', isOpenid: false }
  const scopes = readClientScopes(realm, client)
  const asked = form.get('scope')
  assertScopes(asked, [...scopes.default, ...scopes.optional])
  const names = (asked ?? '').split(' ').filter(Boolean)
  return { scope: nameScope(realm, client, names), isOpenid: names.includes('openid') }
}

/** @throws DialectError 400, with all that was asked for. */
export function assertScopes(asked: string | null, known: readonly string[]): void {
  if (asked === null) return
  const isKnown = asked.split(' ').every((name) => name === 'openid' || known.includes(name))
  if (!isKnown) throw refuse(400, 'invalid_scope', `Invalid scopes: ${asked}`)
}

/** Default scopes that add claims, and are not named in a token. */
const UNNAMED = new Set(['roles', 'web-origins', 'acr', 'basic', 'service_account'])

/** The scope of a token: the client's default scopes, and what was asked for. */
export function nameScope(realm: Realm, client: DialectClient, asked: readonly string[]): string {
  const { default: defaults } = readClientScopes(realm, client)
  return [...new Set([...asked, ...defaults])].filter((name) => !UNNAMED.has(name)).join(' ')
}

/** What the engine says about a grant, in Keycloak's words. */
export function translateRefusal(
  grant: string,
  { error, detail }: { error: string; detail: string },
): { status: number; body: Record<string, unknown> } {
  const told = (status: number, code: string, error_description: string) => ({
    status,
    body: { error: code, error_description },
  })
  if (error === 'invalid_client') {
    const { status, body } = refuseCredentials('unauthorized_client')
    return { status, body }
  }
  if (/dpop/i.test(error)) return told(400, 'invalid_request', 'DPoP header verification failure')
  if (error === 'authorization_pending')
    return told(400, error, 'The authorization request is still pending')
  if (error === 'slow_down') return told(400, error, 'Slow down')
  if (error === 'expired_token') return told(400, error, 'Device code is expired')
  if (error === 'access_denied')
    return told(400, error, 'The end user denied the authorization request')
  if (grant === DEVICE) return told(400, 'invalid_grant', 'Device code not valid')
  if (grant === 'refresh_token') return told(400, 'invalid_grant', 'Invalid refresh token')
  if (grant !== 'authorization_code') return told(400, error, detail)
  if (/code_verifier must be/.test(detail))
    return told(400, 'invalid_grant', 'PKCE code verifier not specified')
  if (/verifier/.test(detail))
    return told(400, 'invalid_grant', 'PKCE verification failed: Code mismatch')
  return told(
    400,
    'invalid_grant',
    /redirect_uri/.test(detail) ? 'Incorrect redirect_uri' : 'Code not valid',
  )
}
