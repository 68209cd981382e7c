const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?![\w.-])/i

/** A name with a dot, an address or localhost, with a port and a path if there are any. */
const BARE_HOST =
  /^(?:localhost|\[[\da-f:]+\]|[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d-]+)+)(?::\d+)?(?:\/\S*)?$/i

/**
 * Completes a typed address: a bare host gets a scheme, http on this machine and https elsewhere. Other
 * texts are returned unchanged.
 */
export function completeUrl(typed: string): string {
  const text = typed.trim()
  if (!BARE_HOST.test(text)) return text
  return `${LOOPBACK.test(text) ? 'http' : 'https'}://${text}`
}

export const PORT_TOO_HIGH = 'A port is at most 65535.'

/** No URL at all for that reason, which the browser does not tell. */
export function hasPortTooHigh(address: string): boolean {
  return Number(/^https?:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/i.exec(address)?.[1] ?? 0) > 65_535
}
