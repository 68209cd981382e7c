import type { ApiDefinition } from './api-definition.ts'
import { isHttpTarget } from './target-url.ts'

/** A member of a definition, and what it says. */
export interface Unserved {
  member: string
  value: string
}

/**
 * Why this gateway keeps a definition and does not serve it: it calls targets of http and https, and runs
 * neither GraphQL engines nor streams. `undefined` for one that it serves.
 */
export function findUnserved(definition: ApiDefinition): Unserved | undefined {
  const { protocol, graphql, oas, proxy } = definition
  const { enabled, execution_mode } = (graphql ?? {}) as Record<string, unknown>
  if (typeof protocol === 'string' && /^(?:tcp|tls)$/i.test(protocol))
    return { member: 'protocol', value: protocol }
  if (enabled === true && execution_mode !== 'proxyOnly')
    return {
      member: 'graphql.execution_mode',
      value: typeof execution_mode === 'string' ? execution_mode : '',
    }
  if (oas && 'x-tyk-streaming' in oas) return { member: 'x-tyk-streaming', value: 'streams' }
  return isHttpTarget(proxy.target_url)
    ? undefined
    : { member: 'proxy.target_url', value: proxy.target_url ?? '' }
}
