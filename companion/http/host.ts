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
  const hosts = rawHeaders.filter(
    (_text, index) => rawHeaders[index - 1]?.toLowerCase() === 'host' && index % 2 === 1,
  )
  const allowed = [`127.0.0.1:${port}`, `[::1]:${port}`, `localhost:${port}`]
  return hosts.length === 1 && allowed.includes(hosts[0]?.toLowerCase() ?? '')
}
