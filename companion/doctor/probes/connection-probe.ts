import { lookup } from 'node:dns/promises'
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { checkServerIdentity, connect as connectTls, type TLSSocket } from 'node:tls'
import { AppError } from '#shared/errors/app-error.ts'
import { isBlockedAddress } from '../../outgoing/blocked-address.ts'
import { assertAllowedUrl, type FindTls } from '../../outgoing/egress.ts'

/**
 * The results of name resolution, connection and TLS handshake. Stages that were not reached are left out.
 */
export interface ConnectionSeen {
  host: string
  port: number
  /** The addresses of the host name. */
  addresses: readonly string[]
  /** Why the name has no address, such as `ENOTFOUND`. */
  lookupFailure?: string
  /** Why the connection failed, such as `ECONNREFUSED`. */
  connectFailure?: string
  tls?: CertificateSeen
}

export interface CertificateSeen {
  /** Such as `TLSv1.3`; left out when no encryption was agreed on. */
  protocol?: string
  subject?: string
  issuer?: string
  /** The names that the certificate is valid for. */
  names?: string
  validFrom?: Date
  validTo?: Date
  /** Why the certificate is not valid for this name. */
  nameProblem?: string
  /**
   * Why no trusted authority signed the certificate, as OpenSSL's code, such as
   * `DEPTH_ZERO_SELF_SIGNED_CERT`.
   */
  trustProblem?: string
  /** Why no encryption was agreed on. */
  handshakeFailure?: string
}

const TIMEOUT_MS = 5_000
/** OpenSSL's codes about dates and names, which this probe checks separately. */
const NOT_ABOUT_TRUST = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/**
 * Resolves the name, connects and, for https, reads the certificate, even an invalid one. No request is sent.
 *
 * @throws AppError `ADDRESS_REFUSED`.
 */
export async function probeConnection(url: URL, findTls: FindTls): Promise<ConnectionSeen> {
  assertAllowedUrl(url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isTls = url.protocol === 'https:'
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port)
  const seen: ConnectionSeen = { host, port, addresses: [host] }
  if (isIP(host) === 0) {
    try {
      seen.addresses = await resolveName(host)
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown
      return { ...seen, addresses: [], lookupFailure: codeOf(thrown) }
    }
  }
  const address = seen.addresses[0] ?? host
  const socket = connectPlain({ host: address, port })
  try {
    await waitFor(socket, 'connect')
  } catch (thrown) {
    return { ...seen, connectFailure: codeOf(thrown) }
  }
  try {
    return isTls ? { ...seen, tls: await readCertificate(socket, host, findTls(url.origin)) } : seen
  } finally {
    socket.destroy()
  }
}

async function resolveName(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true })
  const allowed = found
    .map(({ address }) => address)
    .filter((address) => !isBlockedAddress(address))
  if (allowed.length > 0) return allowed
  throw new AppError('ADDRESS_REFUSED', {
    detail: `${host} points to an address that the companion does not call.`,
    hint: 'Check the address.',
  })
}

async function readCertificate(
  socket: Socket,
  host: string,
  identity: ReturnType<FindTls>,
): Promise<CertificateSeen> {
  const isName = isIP(host) === 0
  // The handshake has to succeed with an invalid certificate, since the probe reports on it. No request is
  // sent.
  const secured = connectTls({
    ...identity,
    socket,
    ...(isName && { servername: host }),
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  })
  try {
    await waitFor(secured, 'secureConnect')
  } catch (thrown) {
    return { handshakeFailure: codeOf(thrown) }
  }
  return describe(secured, host)
}

function describe(secured: TLSSocket, host: string): CertificateSeen {
  const certificate = secured.getPeerCertificate()
  const nameProblem = checkServerIdentity(host, certificate)?.message
  const trustProblem = secured.authorized ? '' : String(secured.authorizationError)
  const { subject, issuer, subjectaltname, valid_from, valid_to } = certificate
  return {
    protocol: secured.getProtocol() ?? 'unknown',
    subject: write(subject.CN),
    issuer: write(issuer.CN),
    names: subjectaltname ?? write(subject.CN),
    validFrom: new Date(valid_from),
    validTo: new Date(valid_to),
    ...(nameProblem !== undefined && { nameProblem }),
    ...(trustProblem !== '' && !NOT_ABOUT_TRUST.has(trustProblem) && { trustProblem }),
  }
}

/** A subject may have several names. */
function write(names: string | readonly string[] = ''): string {
  return [names].flat().join(', ')
}

function waitFor(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error('No answer in time'), { code: 'ETIMEDOUT' }))
    }, TIMEOUT_MS)
    const settle = (act: () => void) => () => {
      clearTimeout(timer)
      act()
    }
    socket.once(event, settle(resolve))
    socket.once('error', (error) => settle(() => reject(error))())
    socket.once(
      'close',
      settle(() => reject(Object.assign(new Error('Closed'), { code: 'ECONNRESET' }))),
    )
  })
}

function codeOf(thrown: unknown): string {
  const { code, message } = thrown as NodeJS.ErrnoException
  return code ?? message
}
