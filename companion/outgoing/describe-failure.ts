import { PATIENCE_MS } from './egress.ts'

/** The time a whole call may take, besides those of `PATIENCE_MS`. */
const CALL_SECONDS = 15

const SENTENCES: Record<string, string> = {
  ECONNREFUSED: 'no program listens there',
  ENOTFOUND: 'the name does not resolve',
  EAI_AGAIN: 'the name could not be resolved; is this machine online?',
  ECONNRESET: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed before an answer came',
  ADDRESS_REFUSED: 'the name points to an address the companion does not call',
  OWN_LISTENER: 'that is the companion itself, which never calls its own control API and portal',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}

/** Why a call to `url` got no answer, as a sentence. */
export function describeFailure(error: unknown, url: URL, patienceMs = PATIENCE_MS): string {
  const { code = '', name, message } = error as NodeJS.ErrnoException
  // Plain http read as a TLS record has a version or a length that makes no sense.
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(code))
    return `The server at ${url.host} speaks plain http; type http://${url.host}.`
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return `The server at ${url.host} and the companion could not agree on how to encrypt (${code}).`
  const reason =
    SENTENCES[code] ??
    describeTimeout(code, patienceMs) ??
    (name === 'TimeoutError' ? `no answer within ${CALL_SECONDS} s` : message)
  return `${url.origin} did not answer: ${reason}.`
}

function describeTimeout(code: string, patienceMs: typeof PATIENCE_MS): string | undefined {
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return `no connection within ${patienceMs.connect / 1000} s`
  if (code === 'UND_ERR_HEADERS_TIMEOUT') return `no answer within ${patienceMs.headers / 1000} s`
  if (code === 'UND_ERR_BODY_TIMEOUT') return `the answer stalled for ${patienceMs.body / 1000} s`
  return undefined
}
