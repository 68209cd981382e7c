/** Why a redirect URI was refused. */
export type RedirectUriProblem =
  'not_absolute' | 'has_fragment' | 'forbidden_scheme' | 'cleartext_host'

/** Schemes of addresses that run code or read files. */
export const FORBIDDEN_SCHEMES: ReadonlySet<string> = new Set([
  'javascript:',
  'data:',
  'file:',
  'blob:',
  'vbscript:',
  'about:',
])
const LOOPBACK_HOSTS = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** A sentence for each problem, to be shown at the field. */
export const REDIRECT_URI_SENTENCES: Record<RedirectUriProblem, string> = {
  not_absolute:
    'Write the whole address with its scheme, such as https://app.example/callback (RFC 6749 §3.1.2).',
  has_fragment:
    'Remove the # and what follows it: a redirect URI has no fragment (RFC 6749 §3.1.2).',
  forbidden_scheme: 'This scheme can run code or read files, so no provider takes it.',
  cleartext_host:
    'Use https: plain http is for 127.0.0.1, [::1] and localhost only (RFC 8252 §7.3).',
}

/**
 * Checks one redirection URI before it is offered for registration.
 *
 * @param value - The URI exactly as it was typed; it is compared byte for byte later on.
 * @returns The first problem found, or `undefined` when the URI may be registered.
 *
 * @see [RFC 6749 §3.1.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1.2) absolute, no fragment
 * @see [RFC 8252 §7.3](https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3) loopback redirects may use http
 */
export function findRedirectUriProblem(value: string): RedirectUriProblem | undefined {
  if (!URL.canParse(value) || /[\s\u0000-\u001f]/.test(value)) return 'not_absolute'
  const url = new URL(value)
  if (value.includes('#')) return 'has_fragment'
  if (FORBIDDEN_SCHEMES.has(url.protocol)) return 'forbidden_scheme'
  if (url.protocol === 'http:' && !LOOPBACK_HOSTS.has(url.hostname)) return 'cleartext_host'
  return undefined
}
