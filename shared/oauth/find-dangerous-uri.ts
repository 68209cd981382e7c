import { FORBIDDEN_SCHEMES, findRedirectUriProblem } from './redirect-uri.ts'

/** An address in client metadata that no provider should keep. */
export interface DangerousUri {
  field: string
  /** Where it stands in a list. */
  index?: number
  uri: string
  /** Ends the sentence "`field` …". */
  reason: string
}

const REDIRECTS = ['redirect_uris', 'post_logout_redirect_uris']

/**
 * The first address of client metadata that runs code, reads files, is no whole address, or has a star, which
 * matches many addresses at some providers. Here an address is compared as it stands, so a star would match
 * none; Keycloak (at the end of a path) and Auth0 (for a subdomain) document patterns, which are not imitated.
 *
 * @param isHttpsDemanded - Whether plain http is for this machine alone. Nothing proves who a public client is
 *   but the address that its code goes to, so that it goes there encrypted.
 *
 * @see [RFC 9700 §2.1](https://www.rfc-editor.org/rfc/rfc9700.html#section-2.1) exact redirect URIs
 * @see [RFC 9700 §2.6](https://www.rfc-editor.org/rfc/rfc9700.html#section-2.6) http for loopback alone
 * @see [RFC 7591 §5](https://www.rfc-editor.org/rfc/rfc7591.html#section-5) addresses shown to people
 */
export function findDangerousUri(
  metadata: Readonly<Record<string, unknown>>,
  isHttpsDemanded = metadata['token_endpoint_auth_method'] === 'none',
): DangerousUri | undefined {
  for (const [field, value] of Object.entries(metadata)) {
    const isRedirect = REDIRECTS.includes(field)
    if (!isRedirect && !/_uris?$/.test(field)) continue
    const isCleartextRefused = isHttpsDemanded && field === 'redirect_uris'
    const list: unknown[] = Array.isArray(value) ? value : [value]
    for (const [index, uri] of list.entries()) {
      if (typeof uri !== 'string') continue
      const reason = isRedirect ? judgeRedirect(uri, isCleartextRefused) : judgeLink(uri)
      if (reason === undefined) continue
      return { field, ...(Array.isArray(value) && { index }), uri: uri.slice(0, 200), reason }
    }
  }
  return undefined
}

function judgeRedirect(uri: string, isCleartextRefused: boolean): string | undefined {
  const problem = findRedirectUriProblem(uri)
  if (problem === 'cleartext_host' && isCleartextRefused)
    return 'must use https, except on the loopback interface'
  if (problem === 'has_fragment') return 'must not contain a fragment'
  if (problem === 'forbidden_scheme') return 'must not have a scheme that runs code or reads files'
  if (problem === 'not_absolute') return 'must be absolute URIs'
  return uri.includes('*') ? 'must not contain a wildcard' : undefined
}

function judgeLink(uri: string): string | undefined {
  return URL.canParse(uri) && FORBIDDEN_SCHEMES.has(new URL(uri).protocol)
    ? 'must not have a scheme that runs code or reads files'
    : undefined
}
