import type { Request, Response } from 'express'
import { renderPage } from '../../pages/console-pages.tsx'
import { RefusalPage } from '../../pages/engine-pages.tsx'
import type { DialectClient } from '../profile/client-store.ts'
import { isResponseType } from './client-flows.ts'
import { grantsOf, readClientScopes, type Realm } from './realm.ts'

interface Refusal {
  error: string
  error_description?: string
}

/** A parameter that is there twice is a list, and nothing here takes one. */
type Params = Readonly<Record<string, string | undefined>>

/**
 * Refuses an authorization request as Keycloak does: on a page where it does not know where to send the
 * person, else at the client.
 *
 * @returns Whether it was refused.
 */
export function refuseAuthorization(request: Request, response: Response, realm: Realm): boolean {
  const params = readParams(request)
  const client = realm.clients.find(params['client_id'] ?? '')
  const uri = params['redirect_uri']
  const uris = client?.metadata['redirect_uris']
  if (!client || !Array.isArray(uris)) return showPage(response, 'Client not found.')
  // What was pushed, the engine knows.
  if (params['request_uri'] !== undefined) return false
  if (uri === undefined || !uris.includes(uri))
    return showPage(response, 'Invalid parameter: redirect_uri')
  const refusal = findRefusal(params, client, realm)
  if (!refusal) return false
  const isFragment = /token/.test(params['response_type'] ?? '')
  const { state } = params
  const answer = new URLSearchParams({
    ...refusal,
    ...(state !== undefined && { state }),
    iss: realm.issuer,
  })
  response.setHeader('cache-control', 'no-store, must-revalidate, max-age=0')
  response.status(302).setHeader('location', addTo(uri, answer, isFragment))
  response.end()
  return true
}

function readParams({ query }: Request): Params {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )
}

function addTo(uri: string, answer: URLSearchParams, isFragment: boolean): string {
  if (isFragment) return `${uri}#${answer.toString()}`
  return `${uri}${uri.includes('?') ? '&' : '?'}${answer.toString()}`
}

function findRefusal(params: Params, client: DialectClient, realm: Realm): Refusal | undefined {
  const { response_type: type, scope } = params
  const invalid = (error_description: string): Refusal => ({
    error: 'invalid_request',
    error_description,
  })
  if (type === undefined || type === '') return invalid('Missing parameter: response_type')
  if (!isResponseType(type)) return { error: 'unsupported_response_type' }
  const flow = findClosedFlow(type, client)
  if (flow !== undefined)
    return {
      error: 'unauthorized_client',
      error_description: `Client is not allowed to initiate browser login with given response_type. ${flow} flow is disabled for the client.`,
    }
  if (client.metadata['require_pushed_authorization_requests'] === true)
    return invalid('Pushed Authorization Request is only allowed.')
  const scopes = readClientScopes(realm, client)
  const known = ['openid', ...scopes.default, ...scopes.optional]
  if (scope !== undefined && !scope.split(' ').every((name) => known.includes(name)))
    return { error: 'invalid_scope', error_description: `Invalid scopes: ${scope}` }
  return findProofProblem(params, invalid)
}

/** @see [RFC 7636 §4.2](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.2) how long a challenge is */
function findProofProblem(
  { code_challenge: challenge, code_challenge_method: method = 'plain' }: Params,
  invalid: (description: string) => Refusal,
): Refusal | undefined {
  if (challenge === undefined) return undefined
  if (method !== 'plain' && method !== 'S256')
    return invalid('Invalid parameter: code_challenge_method')
  return /^[\w.~-]{43,128}$/.test(challenge)
    ? undefined
    : invalid('Invalid parameter: code_challenge')
}

function findClosedFlow(type: string, client: DialectClient): string | undefined {
  const parts = type.split(' ')
  const grants = grantsOf(client)
  if ((parts.includes('code') || parts.includes('none')) && !grants.includes('authorization_code'))
    return 'Standard'
  const isImplicit = parts.includes('token') || parts.includes('id_token')
  return isImplicit && !grants.includes('implicit') ? 'Implicit' : undefined
}

function showPage(response: Response, description: string): true {
  const page = renderPage(RefusalPage({ error: 'We are sorry...', description }))
  response.status(400).setHeader('content-type', 'text/html;charset=utf-8')
  response.end(page)
  return true
}
