import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { Agent } from 'undici'
import { AppError } from '#shared/errors/app-error.ts'

/**
 * Addresses that are never those of a server under test and can expose a cloud machine's credentials:
 * link-local, cloud metadata, "this host", multicast. Loopback and private networks stay allowed, since
 * test servers run there.
 *
 * @see [RFC 3927](https://www.rfc-editor.org/rfc/rfc3927.html), [RFC 4291 §2.5.6](https://www.rfc-editor.org/rfc/rfc4291.html#section-2.5.6)
 */
const BLOCKED = new BlockList()
BLOCKED.addSubnet('169.254.0.0', 16, 'ipv4')
BLOCKED.addSubnet('0.0.0.0', 8, 'ipv4')
BLOCKED.addSubnet('224.0.0.0', 4, 'ipv4')
BLOCKED.addAddress('100.100.100.200', 'ipv4')
BLOCKED.addAddress('255.255.255.255', 'ipv4')
BLOCKED.addAddress('::', 'ipv6')
BLOCKED.addSubnet('fe80::', 10, 'ipv6')
BLOCKED.addSubnet('ff00::', 8, 'ipv6')
BLOCKED.addAddress('fd00:ec2::254', 'ipv6')
// The same IPv4 addresses as IPv6 writes them: NAT64, IPv4-compatible, 6to4.
BLOCKED.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')
BLOCKED.addSubnet('::a9fe:0', 112, 'ipv6')
BLOCKED.addSubnet('2002:a9fe::', 32, 'ipv6')

export function isBlockedAddress(address: string): boolean {
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address)
  if (mapped) return isBlockedAddress(readMapped(mapped[1] ?? '', mapped[2] ?? ''))
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  const plain = dotted?.[1] ?? address
  return BLOCKED.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

function readMapped(high: string, low: string): string {
  const value = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16)
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')
}

/**
 * Checks the literal address of a URL before a connection is tried. Host names are checked by
 * `guardedLookup` when they are resolved, since undici looks up names only, not addresses.
 *
 * @throws AppError `ADDRESS_REFUSED`.
 */
export function assertAllowedUrl(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') refuse(url.protocol)
  if (isIP(host) !== 0 && isBlockedAddress(host)) refuse(host)
}

/** Resolves a name once and pins the connection to an address that is allowed. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 4)
    const allowed = addresses.filter(({ address }) => !isBlockedAddress(address))
    const first = allowed[0]
    if (!first) {
      const refused: NodeJS.ErrnoException = new Error(
        `${hostname} is an address the companion does not call`,
      )
      refused.code = 'ADDRESS_REFUSED'
      return callback(refused, '', 4)
    }
    if (options.all) return callback(null, allowed)
    return callback(null, first.address, first.family)
  })
}

/** How long an answer and each of its parts may take. */
export const PATIENCE_MS = { connect: 5_000, headers: 10_000, body: 10_000 }

/** The connections for calls that the companion makes, with the guard of addresses. */
export function createEgressAgent(patienceMs = PATIENCE_MS): Agent {
  return new Agent({
    connect: { lookup: guardedLookup, timeout: patienceMs.connect },
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
