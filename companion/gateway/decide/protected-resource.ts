import type { CheckId } from '#shared/contract/verdict.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { OwnAnswer } from './own-answer.ts'
import type { Refusal } from './refusal.ts'
import { type Reply, replyJson } from './reply.ts'
import { TYK } from './tyk-answers.ts'

/** The metadata that an OAS definition publishes about its API. */
export interface ProtectedResource {
  /** The whole path. */
  path: string
  reply: Reply
}

/**
 * Reads `server.authentication.protectedResourceMetadata`.
 *
 * @see [RFC 9728 §3](https://www.rfc-editor.org/rfc/rfc9728.html#section-3)
 */
export function readProtectedResource({
  oas,
  proxy,
}: Pick<ApiDefinition, 'oas' | 'proxy'>): ProtectedResource | undefined {
  const settings = oas?.['x-tyk-api-gateway'].server.authentication?.protectedResourceMetadata
  if (!settings?.enabled) return undefined
  const { resource, authorizationServers, scopesSupported } = settings
  const place = settings.wellKnownPath || '.well-known/oauth-protected-resource'
  return {
    path: `/${proxy.listen_path}/${place}`.replace(/\/+/g, '/').replace(/\/$/, ''),
    reply: replyJson({
      resource,
      ...(authorizationServers.length > 0 && { authorization_servers: authorizationServers }),
      ...(scopesSupported.length > 0 && { scopes_supported: scopesSupported }),
    }),
  }
}

/** The metadata, for who asks for them; no credential is needed. */
export function findMetadata(
  resource: ProtectedResource | undefined,
  method: string,
  path: string,
): Reply | undefined {
  return resource && method === 'GET' && path === resource.path ? resource.reply : undefined
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
  'policy',
])

/**
 * Tyk's answer of an API with metadata: it names them, and a call without a token gets 401.
 *
 * @param origin - As the caller wrote it, such as `http://127.0.0.1:8791`.
 * @see [RFC 9728 §5.1](https://www.rfc-editor.org/rfc/rfc9728.html#section-5.1) `resource_metadata`
 */
export function challengeCaller(
  answer: OwnAnswer,
  { check, error }: Refusal,
  { resource, origin }: { resource: ProtectedResource | undefined; origin: string },
): OwnAnswer {
  if (!resource || !CHALLENGED.has(check)) return answer
  const challenge = `Bearer realm="tyk", resource_metadata="${origin}${resource.path}"`
  return {
    ...answer,
    status: error === TYK.noToken[1] ? 401 : answer.status,
    headers: [...answer.headers, 'WWW-Authenticate', challenge],
  }
}
