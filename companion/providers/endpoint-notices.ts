import type { Discovery } from '#shared/contract/endpoints/provider-endpoints.ts'

const ENDPOINTS = [
  'registration_endpoint',
  'token_endpoint',
  'jwks_uri',
  'introspection_endpoint',
  'revocation_endpoint',
] as const

/**
 * What a person should know before credentials go to these addresses. Neither is a fault: large providers have
 * their endpoints on several hosts, and labs need plain http.
 */
export function findEndpointNotices(discovery: Discovery): string[] {
  const named = ENDPOINTS.flatMap((name) => {
    const address = discovery[name]
    return address === undefined ? [] : [{ name, url: new URL(address) }]
  })
  const { host } = new URL(discovery.issuer)
  const elsewhere = named.filter(({ url }) => url.host !== host)
  const clear = named.filter(({ url }) => url.protocol === 'http:' && !isThisMachine(url))
  return [
    elsewhere.length > 0 &&
      `On another host than the issuer (${host}): ${list(elsewhere)}. What is sent there leaves the issuer’s host.`,
    clear.length > 0 &&
      `Over plain http to another machine: ${list(clear)}. Secrets sent there can be read on the way.`,
  ].filter((notice) => notice !== false)
}

function list(endpoints: readonly { name: string; url: URL }[]): string {
  return endpoints.map(({ name, url }) => `${name} at ${url.origin}`).join(', ')
}

function isThisMachine({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
