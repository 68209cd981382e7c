import type { Lists, Numbers, Texts } from '../../facts.ts'

/** What an MCP server’s address says of its authorization server. */
export const RESOURCE_FINDINGS = {
  'resource-metadata-missing': {
    title: 'The address is a resource whose metadata are missing',
    seen: ({
      url,
      status,
      tried,
      issuer,
    }: Texts<'url' | 'issuer'> & Numbers<'status'> & Lists<'tried'>) =>
      `${url} answered ${status} without a token, and no metadata of the resource were found. ${tried.join('; ')}. ${issuer === '' ? 'No authorization server was found at its origin either.' : `The authorization server is ${issuer}, found at its origin.`}`,
    expected: 'Protected resource metadata that name the authorization server.',
    cause:
      'The server does not say where its authorization server is. Older MCP hosts look at its origin; newer ones stop here.',
    fix: 'Publish /.well-known/oauth-protected-resource, or examine the authorization server itself',
  },
  'resource-mismatch': {
    title: 'The metadata speak of another resource',
    seen: ({ url, source, resource }: Texts<'url' | 'source' | 'resource'>) =>
      `${source} is about "${resource}", not about ${url}.`,
    expected: 'The member "resource" equal to the address that is called.',
    cause: 'The server was moved, or stands behind a proxy with another address than it knows.',
    fix: 'Set the resource to the address that clients use',
  },
  'resource-without-server': {
    title: 'The metadata of the resource name no authorization server',
    seen: ({ source }: Texts<'source'>) => `${source} has no usable authorization_servers.`,
    expected: 'At least one issuer in authorization_servers.',
    cause: 'The resource does not say who hands out its tokens.',
    fix: 'Name the issuer in authorization_servers',
  },
}
