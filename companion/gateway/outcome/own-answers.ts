/**
 * Refusals that Tyk has no text for, since Tyk lets such requests through. They keep the shape of
 * Tyk's errors.
 */
export const OWN = {
  foreignHost: [421, 'This gateway does not answer for that host'],
  hostCount: [400, 'Send exactly one Host header'],
  headerCount: [431, 'Too many header fields'],
  bodyLength: [400, 'Content-Length or Transfer-Encoding is not acceptable'],
  transferCoding: [501, 'Transfer-Encoding may be chunked only'],
  trace: [405, 'TRACE is not allowed'],
  path: [400, 'Request path is not acceptable'],
  pathLength: [414, 'Request path is too long'],
  repeatedCredential: [400, 'Authorization field sent more than once'],
} as const
