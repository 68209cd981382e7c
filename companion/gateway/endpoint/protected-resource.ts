import type { CheckId } from '#shared/contract/verdict.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { OwnAnswer } from '../outcome/own-answer.ts'
import type { Refusal } from '../outcome/refusal.ts'
import { type Reply, replyJson } from '../outcome/reply.ts'

const USUAL_PLACE = '/.well-known/oauth-protected-resource'

/** The metadata that an OAS definition publishes about its API. */
export interface ProtectedResource {
  /** Behind the listen path, with a slash in front. */
  place: string
  reply: Reply
}

/**
 * Reads `server.authentication.protectedResourceMetadata`.
 *
 * @see [RFC 9728 §3](https://www.rfc-editor.org/rfc/rfc9728.html#section-3)
 */
export function readProtectedResource({
  oas,
}: Pick<ApiDefinition, 'oas'>): ProtectedResource | undefined {
  const settings = oas?.['x-tyk-api-gateway'].server.authentication?.protectedResourceMetadata
  if (!settings?.enabled) return undefined
  const { resource, authorizationServers, scopesSupported } = settings
  return {
    place: readPlace(settings.wellKnownPath),
    reply: replyJson({
      resource,
      ...(authorizationServers.length > 0 && { authorization_servers: authorizationServers }),
      ...(scopesSupported.length > 0 && { scopes_supported: scopesSupported }),
    }),
  }
}

/** A place that no request could name, or no header, gives way to the usual one. */
function readPlace(text: string): string {
  const segments = text.split('/').filter(Boolean)
  const isPlain = segments.every((segment) => /^[\w~-][\w.~-]*$|^\.well-known$/.test(segment))
  return segments.length > 0 && isPlain ? `/${segments.join('/')}` : USUAL_PLACE
}

/** The metadata, for who asks for them; no credential is needed. */
export function findMetadata(
  resource: ProtectedResource | undefined,
  method: string,
  rest: string,
): Reply | undefined {
  return resource && method === 'GET' && rest === resource.place ? resource.reply : undefined
}

/** Refusals of the check for credentials, which tell where the metadata stand. */
const CHALLENGED: ReadonlySet<CheckId> = new Set<CheckId>([
  'credential',
  'token_shape',
  'key',
  'signature',
  'time',
  'issuer',
  'audience',
  'claims',
  'identity',
])

/**
 * Tyk's answer of an API with metadata: it names them. The status stays 400 where a token is missing, as in
 * 5.14; the error profile of RFC 6750 answers 401, as later versions of Tyk do.
 *
 * @param address - Of the API, as the caller wrote it, such as `http://127.0.0.1:8791/api`.
 * @see [RFC 9728 §5.1](https://www.rfc-editor.org/rfc/rfc9728.html#section-5.1) `resource_metadata`
 */
export function challengeCaller(
  answer: OwnAnswer,
  { check }: Refusal,
  { resource, address }: { resource: ProtectedResource | undefined; address: string },
): OwnAnswer {
  if (!resource || !CHALLENGED.has(check)) return answer
  const challenge = `Bearer realm="tyk", resource_metadata="${address}${resource.place}"`
  return { ...answer, headers: [...answer.headers, 'WWW-Authenticate', challenge] }
}
