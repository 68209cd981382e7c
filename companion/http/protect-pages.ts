import type { ServerResponse } from 'node:http'

/** What every HTML page is sent with; a page may say more about its own content. */
const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/**
 * Guards each HTML page of a listener against framing, sniffing and content from elsewhere, also a page that
 * a library makes. A header that a route has set stays.
 *
 * @param own - Headers of this listener that differ.
 */
export function protectPages(
  response: ServerResponse,
  own: Readonly<Record<string, string>> = {},
): void {
  const writeHead = response.writeHead.bind(response)
  response.writeHead = ((...head: Parameters<typeof writeHead>) => {
    const type = response.getHeader('content-type')
    if (typeof type === 'string' && /^text\/html\b/i.test(type))
      for (const [name, value] of Object.entries({ ...PAGE_HEADERS, ...own }))
        if (!response.hasHeader(name)) response.setHeader(name, value)
    return writeHead(...head)
  }) as typeof writeHead
}
