import type { HttpAnswer } from '../../outgoing/http-client.ts'
import type { ResourceSeen } from '../evidence.ts'
import { findHeader, sendCall, type WalkTools } from '../walk-tools.ts'

/**
 * Looks at the address as an MCP host does: it asks the resource, and follows the metadata that the challenge
 * or the well-known place names.
 *
 * @returns `undefined` where the address has nothing of a resource.
 *
 * @see [RFC 9728 §3](https://www.rfc-editor.org/rfc/rfc9728.html#section-3)
 */
export async function probeResource(tools: WalkTools): Promise<ResourceSeen | undefined> {
  const url = tools.target.host
  const answer = await sendCall(tools, 'Ask the resource', { method: 'GET', url, headers: {} })
  const named = readChallenge(answer)
  const tried: string[] = []
  for (const source of new Set([...(named === undefined ? [] : [named]), ...listPlaces(url)])) {
    const { status, text } = await sendCall(tools, 'Read resource metadata', {
      method: 'GET',
      url: source,
      headers: {},
    })
    const document = status === 200 ? readDocument(text) : undefined
    if (document) return { url, status: answer.status, tried, source, ...document }
    tried.push(
      `${source}: ${status === 200 ? 'is no metadata of a resource' : `answered ${status}`}`,
    )
  }
  return answer.status === 401 ? { url, status: 401, tried } : undefined
}

/** @see [RFC 9728 §5.1](https://www.rfc-editor.org/rfc/rfc9728.html#section-5.1) */
function readChallenge({ headers }: HttpAnswer): string | undefined {
  const challenge = findHeader(headers, 'www-authenticate') ?? ''
  const [, named] = /\bresource_metadata="?([^",\s]+)"?/i.exec(challenge) ?? []
  return named !== undefined && /^https?:/.test(named) && URL.canParse(named) ? named : undefined
}

/** @see [RFC 9728 §3.1](https://www.rfc-editor.org/rfc/rfc9728.html#section-3.1) */
function listPlaces(url: string): string[] {
  const { origin, pathname } = new URL(url)
  const base = `${origin}/.well-known/oauth-protected-resource`
  return pathname === '/' ? [base] : [`${base}${pathname}`, base]
}

function readDocument(text: string): Pick<ResourceSeen, 'resource' | 'servers'> | undefined {
  try {
    const document = JSON.parse(text) as { resource?: unknown; authorization_servers?: unknown }
    if (typeof document.resource !== 'string') return undefined
    const { resource, authorization_servers: servers } = document
    const urls = Array.isArray(servers)
      ? servers.map(String).filter((one) => URL.canParse(one))
      : []
    return { resource, servers: urls }
  } catch {
    return undefined
  }
}
