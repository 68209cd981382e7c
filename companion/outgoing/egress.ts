import { type LookupAddress, type LookupAllOptions, lookup as resolveName } from 'node:dns'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { Agent, buildConnector } from 'undici'
import { AppError } from '#shared/errors/app-error.ts'
import { isBlockedAddress, isLoopbackAddress } from './blocked-address.ts'

/**
 * Checks the literal address of a URL before a connection is tried, for an error that names the address.
 * Host names are checked when they are resolved.
 *
 * @throws AppError `ADDRESS_REFUSED`.
 */
export function assertAllowedUrl(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') refuse(url.protocol)
  if (isIP(host) !== 0 && isBlockedAddress(host)) refuse(host)
}

type ResolveName = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * A look-up that resolves a name once and pins the connection to an address that is allowed.
 *
 * @param isAllowed - Asked for each address of the name.
 */
export function createGuardedLookup(
  resolve: ResolveName = resolveName,
  isAllowed = (address: string): boolean => !isBlockedAddress(address),
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 4)
      const allowed = addresses.filter(({ address }) => isAllowed(address))
      const first = allowed[0]
      if (!first) {
        const isOwn = addresses.some(({ address }) => !isBlockedAddress(address))
        return callback(createAddressRefusal(isOwn ? 'OWN_LISTENER' : 'ADDRESS_REFUSED'), '', 4)
      }
      if (options.all) return callback(null, allowed)
      return callback(null, first.address, first.family)
    })
  }
}

export interface ConnectGuard {
  /** Milliseconds until the connection stands. */
  timeoutMs: number
  /** Ports of this machine that are the companion's own and are never called. */
  closedPorts: () => readonly number[]
  /** What a TLS connection to an origin trusts and shows beside the usual; asked for each connection. */
  findTls?: FindTls | undefined
  /** Told of each connection that stands. */
  onConnect?: ((socket: Socket) => void) | undefined
}

type TlsIdentity = Pick<ConnectionOptions, 'ca' | 'cert' | 'key'>

export type FindTls = (origin: string) => TlsIdentity | undefined

/**
 * Opens the connections of an undici dispatcher, to allowed addresses only, whether the host is a name
 * or a literal. Fails with code `ADDRESS_REFUSED` or `OWN_LISTENER`.
 */
export function createGuardedConnector({
  timeoutMs,
  closedPorts,
  findTls,
  onConnect,
}: ConnectGuard): buildConnector.connector {
  const isElsewhere = (address: string): boolean =>
    !isBlockedAddress(address) && !isLoopbackAddress(address)
  const open = (isClosed: boolean, tls: TlsIdentity = {}): buildConnector.connector =>
    buildConnector({
      ...tls,
      lookup: isClosed ? createGuardedLookup(resolveName, isElsewhere) : createGuardedLookup(),
      timeout: timeoutMs,
    })
  const connect = open(false)
  const connectElsewhere = open(true)
  return (options, answer) => {
    const callback: typeof answer = (...outcome) => {
      if (outcome[1]) onConnect?.(outcome[1])
      answer(...outcome)
    }
    const { hostname, protocol } = options
    const port = options.port === '' ? (protocol === 'https:' ? 443 : 80) : Number(options.port)
    const isClosed = closedPorts().includes(port)
    // A literal is never looked up.
    if (isIP(hostname) !== 0) {
      if (isBlockedAddress(hostname)) return callback(createAddressRefusal('ADDRESS_REFUSED'), null)
      if (isClosed && isLoopbackAddress(hostname))
        return callback(createAddressRefusal('OWN_LISTENER'), null)
    }
    const tls =
      protocol === 'https:' ? findTls?.(new URL(`https://${options.host ?? ''}`).origin) : undefined
    if (tls) open(isClosed, tls)(options, callback)
    else (isClosed ? connectElsewhere : connect)(options, callback)
  }
}

function createAddressRefusal(code: 'ADDRESS_REFUSED' | 'OWN_LISTENER'): NodeJS.ErrnoException {
  return Object.assign(new Error('The companion does not call this address'), { code })
}

/** How long an answer and each of its parts may take. */
export const PATIENCE_MS = { connect: 5_000, headers: 10_000, body: 10_000 }

/** The connections for calls that the companion makes, with the guard of addresses. */
export function createEgressAgent(
  guard: Omit<ConnectGuard, 'timeoutMs'>,
  patienceMs = PATIENCE_MS,
): Agent {
  return new Agent({
    connect: createGuardedConnector({ ...guard, timeoutMs: patienceMs.connect }),
    headersTimeout: patienceMs.headers,
    bodyTimeout: patienceMs.body,
    keepAliveTimeout: 4_000,
    connections: 16,
  })
}

function refuse(what: string): never {
  throw new AppError('ADDRESS_REFUSED', {
    detail: `The companion does not call ${what}: link-local, metadata and unspecified addresses and schemes other than http and https are refused.`,
    hint: 'Check the address.',
  })
}
