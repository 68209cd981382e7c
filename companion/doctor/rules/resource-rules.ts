import { rfc, type Rule } from '../rule.ts'

/** Where the address belongs to an MCP server, and its metadata have to lead to the authorization server. */
export const RESOURCE_RULES: readonly Rule[] = [
  {
    id: 'resource-metadata-missing',
    layer: 'discovery',
    reference: rfc(9728, '3', 'obtaining protected resource metadata'),
    find: ({ resource, discovery }) =>
      resource !== undefined &&
      resource.source === undefined &&
      (discovery === undefined || resource.guessed !== undefined) && {
        url: resource.url,
        status: resource.status,
        tried: resource.tried,
        issuer: resource.guessed ?? '',
      },
    fix: {},
  },
  {
    id: 'resource-mismatch',
    layer: 'discovery',
    reference: rfc(9728, '3.3', 'protected resource metadata validation'),
    find: ({ resource }) =>
      resource?.resource !== undefined &&
      !isFor(resource.resource, resource.url) && {
        url: resource.url,
        source: resource.source ?? '',
        resource: resource.resource,
      },
    fix: {},
  },
  {
    id: 'resource-without-server',
    layer: 'discovery',
    reference: rfc(9728, '2', 'protected resource metadata'),
    find: ({ resource }) => resource?.servers?.length === 0 && { source: resource.source ?? '' },
    fix: {},
  },
]

/** Metadata of the origin serve every address of it, which MCP hosts take. */
function isFor(resource: string, url: string): boolean {
  if (!URL.canParse(resource)) return false
  const [named, asked] = [new URL(resource), new URL(url)]
  const base = named.pathname.replace(/\/+$/, '')
  return (
    named.origin === asked.origin &&
    (asked.pathname.replace(/\/+$/, '') === base || asked.pathname.startsWith(`${base}/`))
  )
}
