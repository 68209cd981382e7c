/**
 * Whether the Host header names this listener. There must be exactly one Host header: Node silently keeps
 * the first of two, so the raw header lines are counted. A request through a rebound DNS name carries that
 * name as Host.
 *
 * @param rawHeaders - Alternating names and values, as in `IncomingMessage.rawHeaders`.
 * @param port - The listener's own port.
 *
 * @see [RFC 9112 §3.2](https://www.rfc-editor.org/rfc/rfc9112.html#section-3.2) exactly one Host
 */
export function isAllowedHost(rawHeaders: readonly string[], port: number): boolean {
  let host: string | undefined
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    // Compares the length first, since this runs for each field of each request.
    if (name.length !== 4 || name.toLowerCase() !== 'host') continue
    if (host !== undefined) return false
    host = rawHeaders[at + 1] ?? ''
  }
  if (host === undefined) return false
  if (host === `127.0.0.1:${port}`) return true
  const lower = host.toLowerCase()
  return lower === `[::1]:${port}` || lower === `localhost:${port}`
}
