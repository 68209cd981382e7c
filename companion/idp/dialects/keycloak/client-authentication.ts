import { timingSafeEqual } from 'node:crypto'
import { refuse } from '../dialect-error.ts'
import { digest } from '../dialect-state.ts'
import type { DialectClient } from '../profile/client-store.ts'
import type { TokenForm } from '../token-form.ts'
import type { Realm } from './realm.ts'
import { refuseCredentials } from './refusals.ts'

interface Credentials {
  id: string | undefined
  secret: string | undefined
  /** How the secret was sent. */
  method: 'client_secret_basic' | 'client_secret_post' | undefined
}

/**
 * The client that sends this form, by its secret and the way that it registered for it. Who sends an
 * assertion is only named: the engine, which comes next, verifies it.
 *
 * @throws DialectError In Keycloak's words.
 */
export function authenticateClient(sent: TokenForm, realm: Realm): DialectClient {
  const { form } = sent
  const { id, secret, method } = readCredentials(sent)
  const client = id === undefined ? undefined : realm.clients.find(id)
  if (!client) throw refuseCredentials('invalid_client')
  const wanted = client.metadata['token_endpoint_auth_method']
  if (wanted === 'none') return client
  if (wanted === 'private_key_jwt' || wanted === 'client_secret_jwt') {
    if (form.has('client_assertion_type')) return client
    throw refuse(400, 'invalid_client', 'Parameter client_assertion_type is missing')
  }
  if (method !== undefined && method !== wanted && isSecretMethod(wanted))
    throw refuse(
      401,
      'unauthorized_client',
      `Invalid method used to get client secret. Client requires method '${wanted}' to obtain client secret from the request`,
    )
  if (!isSame(secret, client.client_secret)) throw refuseCredentials('unauthorized_client')
  return client
}

function readCredentials({ authorization, form }: TokenForm): Credentials {
  const id = form.get('client_id') ?? undefined
  const [basicId, basicSecret] = readBasic(authorization)
  // With both, Keycloak judges the one in the form.
  if (form.has('client_secret'))
    return {
      id: id ?? basicId,
      secret: form.get('client_secret') ?? '',
      method: 'client_secret_post',
    }
  if (basicId !== undefined)
    return { id: basicId, secret: basicSecret, method: 'client_secret_basic' }
  const issuer = form.has('client_assertion') ? readSubject(form.get('client_assertion') ?? '') : id
  return { id: id ?? issuer, secret: undefined, method: undefined }
}

/** @see [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1) */
function readBasic(authorization = ''): [string?, string?] {
  const encoded = /^Basic (\S+)$/i.exec(authorization)?.[1]
  if (encoded === undefined) return []
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const at = text.indexOf(':')
  if (at < 0) return []
  try {
    return [decodeURIComponent(text.slice(0, at)), decodeURIComponent(text.slice(at + 1))]
  } catch {
    return []
  }
}

/** Whom an assertion speaks for; the engine verifies it. */
function readSubject(assertion: string): string | undefined {
  try {
    const payload = Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString('utf8')
    const { sub } = JSON.parse(payload) as { sub?: unknown }
    return typeof sub === 'string' ? sub : undefined
  } catch {
    return undefined
  }
}

function isSecretMethod(method: unknown): method is string {
  return method === 'client_secret_basic' || method === 'client_secret_post'
}

function isSame(left: string | undefined, right: string | undefined): boolean {
  if (left === undefined || right === undefined) return false
  return timingSafeEqual(Buffer.from(digest(left)), Buffer.from(digest(right)))
}
