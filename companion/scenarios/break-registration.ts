import type { ClientBehaviour } from '#shared/contract/doctor.ts'
import type { HttpRequest } from '../outgoing/http-client.ts'

/**
 * A registration as the scenario's client sends it: without its token, with another, or for other grants.
 *
 * @param grants - Those that the provider's metadata list, for a client that asks for all of them.
 */
export function breakRegistration(
  request: HttpRequest,
  client: ClientBehaviour,
  grants: readonly unknown[] | undefined,
): HttpRequest {
  const { authorization: sent, ...headers } = request.headers
  const authorization = changeCredential(sent, client)
  const metadata = JSON.parse(request.body ?? '{}') as Record<string, unknown>
  return {
    ...request,
    url: client.skips_discovery ? `${new URL(request.url).origin}/register` : request.url,
    headers: { ...headers, ...(authorization !== undefined && { authorization }) },
    body: grants ? JSON.stringify({ ...metadata, grant_types: grants }) : request.body,
  }
}

function changeCredential(
  sent: string | undefined,
  { has_token, sends_token, has_made_up_token, scheme }: ClientBehaviour,
): string | undefined {
  if (!has_token || !sends_token) return undefined
  const [usual = 'Bearer', token = ''] = sent?.split(' ') ?? []
  if (has_made_up_token) return `${scheme ?? usual} a-token-that-was-never-issued`
  return sent === undefined || scheme === undefined ? sent : `${scheme} ${token}`
}
