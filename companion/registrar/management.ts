import { AppError } from '#shared/errors/app-error.ts'
import { getDriver } from '../providers/drivers.ts'
import type { CallContext, HttpClient, HttpAnswer } from '../outgoing/http-client.ts'
import { registrationPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationRecord } from '../store/schema.ts'
import { readRefusal, refuseAnswer } from './registration-answer.ts'

/** The address that manages a client, and the credential for it. */
export interface ManagementEndpoint {
  url: string
  authorization: string
}

/** @returns `undefined` where the provider offers no way to manage this client. */
export function findManagementEndpoint(
  vault: Vault,
  record: RegistrationRecord,
): ManagementEndpoint | undefined {
  const driver = getDriver(record.provider)
  const { client_id, registration_endpoint: endpoint } = record
  if (client_id === undefined || driver.management.credential === 'none') return undefined
  if (driver.management.credential === 'initial_access_token') {
    const sealed = record.initial_access_token
    if (sealed === undefined) return undefined
    const token = vault.open(sealed, registrationPlace(record.id, 'initial_access_token'))
    const url = `${endpoint.replace(/\/$/, '')}/${encodeURIComponent(client_id)}`
    return { url, authorization: driver.authorize(token) }
  }
  const { registration_client_uri: url, registration_access_token: sealed } = record
  if (url === undefined || sealed === undefined) return undefined
  // The address comes from the provider: the token must not follow it to another host.
  if (!URL.canParse(url) || new URL(url).origin !== new URL(endpoint).origin) return undefined
  const token = vault.open(sealed, registrationPlace(record.id, 'registration_access_token'))
  return { url, authorization: `Bearer ${token}` }
}

/** @throws AppError `MANAGEMENT_UNAVAILABLE` where the provider offers no way. */
export function requireManagementEndpoint(
  vault: Vault,
  record: RegistrationRecord,
): ManagementEndpoint {
  const place = findManagementEndpoint(vault, record)
  if (place) return place
  const { label, management } = getDriver(record.provider)
  throw new AppError('MANAGEMENT_UNAVAILABLE', {
    detail:
      management.credential === 'none'
        ? `${label} registers clients, but offers no RFC 7592: they cannot be read, changed or deleted over this API.`
        : 'This provider gave no address or no token under which the client could be managed.',
    hint: 'Use the provider’s own console or its management API.',
    reference: {
      text: 'RFC 7592 §2, client configuration endpoint',
      href: 'https://www.rfc-editor.org/rfc/rfc7592.html#section-2',
    },
  })
}

export interface ManagementCall {
  context: CallContext
  place: ManagementEndpoint
  method: 'GET' | 'PUT' | 'POST'
  /** Appended to the client's address. */
  path?: string
  body?: unknown
}

/**
 * Makes one management call. An answer with a 2xx status should carry the client's current metadata.
 *
 * @throws AppError `PROVIDER_REJECTED` in the provider's words, `PROVIDER_UNREACHABLE`, `ADDRESS_REFUSED`.
 */
export async function callManagement(
  http: HttpClient,
  record: RegistrationRecord,
  { context, place, method, path = '', body }: ManagementCall,
): Promise<HttpAnswer> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const answer = await http.send(context, {
    method,
    url: place.url + path,
    headers: {
      accept: 'application/json',
      authorization: place.authorization,
      ...(text !== undefined && { 'content-type': 'application/json' }),
      // Okta refuses a POST without Content-Length.
      ...(method === 'POST' && text === undefined && { 'content-length': '0' }),
    },
    body: text,
  })
  if (answer.status >= 200 && answer.status < 300) return answer
  const error = readRefusal(answer)
  throw refuseAnswer(getDriver(record.provider), { ...error, call: 'management' }, answer)
}
