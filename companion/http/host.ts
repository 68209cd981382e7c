/**
 * Whether the Host header is one of ours. There must be exactly one: Node keeps the first of two
 * silently, so the raw lines are counted. A rebound DNS name reaches loopback with its own name here.
 *
 * @param rawHeaders - Names and values in turn, as in `IncomingMessage.rawHeaders`.
 * @param port - The listener's own port.
 *
 * @see [RFC 9112 §3.2](https://www.rfc-editor.org/rfc/rfc9112.html#section-3.2) exactly one Host
 */
export function isAllowedHost(rawHeaders: readonly string[], port: number): boolean {
  let host: string | undefined
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    // The length first: this runs for each field of each request.
    if (name.length !== 4 || name.toLowerCase() !== 'host') continue
    if (host !== undefined) return false
    host = rawHeaders[at + 1] ?? ''
  }
  if (host === undefined) return false
  if (host === `127.0.0.1:${port}`) return true
  const lower = host.toLowerCase()
  return lower === `[::1]:${port}` || lower === `localhost:${port}`
}
