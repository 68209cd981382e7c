/**
 * Refusals that Tyk has no text for, since Tyk lets such requests through. They keep the shape of
 * Tyk's errors; what Go's server refuses before Tyk sees it has Go's text, which is plain.
 */
export const OWN = {
  foreignHost: [421, 'This gateway does not answer for that host'],
  hostMissing: [400, '400 Bad Request: missing required Host header'],
  hostRepeated: [400, '400 Bad Request'],
  httpVersion: [505, '505 HTTP Version Not Supported: unsupported protocol version'],
  headerCount: [431, 'Too many header fields'],
  bodyLength: [400, 'Content-Length or Transfer-Encoding is not acceptable'],
  transferCoding: [501, 'Unsupported transfer encoding'],
  trace: [405, 'TRACE is not allowed'],
  path: [400, 'Request path is not acceptable'],
  pathLength: [414, 'Request path is too long'],
  repeatedCredential: [400, 'Authorization field sent more than once'],
  moved: [301, ''],
  notServed: [501, 'This gateway keeps the API and does not serve it'],
} as const

const PLAIN: ReadonlySet<string> = new Set(
  [OWN.hostMissing, OWN.hostRepeated, OWN.httpVersion, OWN.transferCoding].map(
    ([, error]) => error,
  ),
)

/** Whether Go's server itself answers, in plain text. */
export function isPlainAnswer({ error }: { error: string }): boolean {
  return PLAIN.has(error)
}
