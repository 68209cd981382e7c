import type { Registration } from '#shared/contract/registration.ts'
import { describeSeen, sendCall, type WalkTools } from '../walk-tools.ts'
import { buildTokenRequest, describeKeys, readMethod, readToken } from './token-probe.ts'

/**
 * Asks for a token with the grant and the method that the client was granted.
 *
 * @returns The access token, when there is one.
 */
export async function probeToken(
  tools: WalkTools,
  { id }: Registration,
): Promise<string | undefined> {
  const { evidence, behaviour, driver, target } = tools
  const { registrar, clock, readSecret } = tools.deps
  const { client_id = '', granted, asked } = registrar.get(id) ?? {}
  const secret = readSecret(id, 'client_secret')
  const url = evidence.discovery?.token_endpoint
  if (url === undefined || secret === undefined || !mayHaveOwnToken(granted)) return undefined
  if (behaviour.is_deleted_before_token) await registrar.remove(id)
  const offset = clock.offset()
  if (behaviour.waits_seconds > 0) clock.moveTo(offset + behaviour.waits_seconds)
  evidence.nowSeconds = Math.floor(clock.now() / 1000)
  try {
    const method = readMethod(behaviour.ignores_granted_method ? asked : granted)
    const answer = await sendCall(
      tools,
      'Get token',
      buildTokenRequest(url, {
        client_id,
        secret,
        method,
        scope: behaviour.scope,
        parameters: driver.tokenParameters(target.audience),
      }),
    )
    const isGood = answer.status >= 200 && answer.status < 300
    const { access_token, ...seen } = isGood ? readToken(answer.text) : {}
    Object.assign(evidence, seen)
    evidence.token = {
      seen: describeSeen(url, answer),
      method,
      isClientGone: behaviour.is_deleted_before_token,
      hasToken: access_token !== undefined,
    }
    return access_token
  } finally {
    clock.moveTo(offset)
  }
}

/** An answer that names no grants does not say that this one is missing. */
function mayHaveOwnToken(granted: Registration['granted']): boolean {
  const grants = granted?.['grant_types']
  return !Array.isArray(grants) || grants.includes('client_credentials')
}

export async function probeKeys(tools: WalkTools): Promise<void> {
  const url = tools.evidence.discovery?.jwks_uri
  if (url === undefined) return
  const start = performance.now()
  const answer = await sendCall(tools, 'Get key set', { method: 'GET', url, headers: {} })
  tools.evidence.keys = describeKeys(url, answer, Math.round(performance.now() - start))
}

/**
 * Asks as the client whether its own token is good, where the provider is known to answer that question in a
 * way that misleads.
 *
 * @see [RFC 7662 §2.2](https://www.rfc-editor.org/rfc/rfc7662.html#section-2.2)
 */
export async function probeIntrospection(
  tools: WalkTools,
  { id }: Registration,
  token: string,
): Promise<void> {
  const { evidence, driver, deps } = tools
  const { client_id } = deps.registrar.get(id) ?? {}
  const secret = deps.readSecret(id, 'client_secret')
  const url = evidence.discovery?.introspection_endpoint
  if (!driver.ownFindings?.includes('introspection-inactive') || url === undefined) return
  if (client_id === undefined || secret === undefined) return
  const { status, text } = await sendCall(tools, 'Introspect token', {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token, client_id, client_secret: secret }).toString(),
  })
  evidence.introspection = { status, isActive: readActive(text) }
}

function readActive(text: string): boolean | undefined {
  try {
    const { active } = JSON.parse(text) as { active?: unknown }
    return typeof active === 'boolean' ? active : undefined
  } catch {
    return undefined
  }
}
