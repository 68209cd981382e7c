import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import { DIALECTS, isDialect } from '#shared/idp/dialects.ts'
import type { OAuthMeaning } from '#shared/oauth/meaning/oauth-meaning.ts'
import { readObject } from '#shared/oauth/metadata/read-object.ts'
import type { Dialects } from './idp/dialects/dialects.ts'
import type { Overheard } from './recorder/inbound/tap.ts'
import type { ObservedCall, ObservedPlace } from './registrar/observe-clients.ts'

/** What a stranger did to a client, as the ledger follows it. */
export function readClientCall(
  { request, response }: Overheard,
  meaning: OAuthMeaning,
): ObservedCall | undefined {
  if (!response || (meaning !== 'registration' && meaning !== 'client_management')) return undefined
  const { pathname, searchParams } = new URL(request.url)
  return {
    kind: meaning === 'registration' ? 'registration' : 'management',
    method: request.method,
    clientId: searchParams.get('client_id') ?? decodePart(pathname.split('/').at(-1) ?? ''),
    status: response.status,
    asked: readDocument(request.body),
    answered: readDocument(response.body),
  }
}

/** The registration endpoint of the dialect that answers at an address. */
export async function findObservedPlace(
  url: string,
  {
    addresses,
    dialects,
  }: { addresses: Addresses; dialects: Pick<Dialects, 'findByPath' | 'pathsOf' | 'open'> },
): Promise<ObservedPlace | undefined> {
  const id = dialects.findByPath(new URL(url).pathname)
  const { registration } = dialects.pathsOf(id)
  if (registration === undefined || !isDialect(id)) return undefined
  const { host } = await dialects.open(id)
  return {
    provider: DIALECTS[id].provider,
    idp_host: host,
    registration_endpoint: addresses.idp + registration,
  }
}

function readDocument(body: Uint8Array | undefined): unknown {
  return body && readObject(Buffer.from(body).toString('utf8'))
}

function decodePart(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
