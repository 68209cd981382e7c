import type { EndpointKind } from '#shared/faults/fault.ts'
import type { DialectPaths } from '../dialects/dialect.ts'

/** What kind of call this is at a dialect that answers at these paths. */
export function findPlace(
  paths: DialectPaths,
  { method, url }: { method: string; url: string },
): EndpointKind | undefined {
  const [path = '', query = ''] = url.split('?')
  if (paths.metadata.includes(path)) return 'discovery'
  if (path === paths.jwks) return 'keys'
  if (path === paths.token) return 'token'
  const { registration } = paths
  if (registration === undefined) return undefined
  if (path.startsWith(`${registration}/`)) return 'management'
  if (path !== registration) return undefined
  if (new URLSearchParams(query).has('client_id')) return 'management'
  return method === 'POST' ? 'registration' : undefined
}
