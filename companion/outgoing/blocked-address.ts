import { BlockList, isIP } from 'node:net'

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
BLOCKED.addAddress('255.255.255.255', 'ipv4')
BLOCKED.addAddress('::', 'ipv6')
BLOCKED.addSubnet('fe80::', 10, 'ipv6')
BLOCKED.addSubnet('ff00::', 8, 'ipv6')
// Metadata services outside of the link-local networks: Alibaba, Oracle, Azure, AWS, Google.
BLOCKED.addAddress('100.100.100.200', 'ipv4')
BLOCKED.addAddress('192.0.0.192', 'ipv4')
BLOCKED.addAddress('168.63.129.16', 'ipv4')
BLOCKED.addSubnet('fd00:ec2::', 32, 'ipv6')
BLOCKED.addAddress('fd20:ce::254', 'ipv6')
BLOCKED.addAddress('fd00:c1::a9fe:a9fe', 'ipv6')

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** Whether the companion never calls an address, in whatever notation and however it is wrapped. */
export function isBlockedAddress(address: string): boolean {
  return listAddresses(address).some((item) => isIn(BLOCKED, item))
}

/** Whether an address is this machine's own, in whatever notation and however it is wrapped. */
export function isLoopbackAddress(address: string): boolean {
  return listAddresses(address).some((item) => isIn(LOOPBACK, item))
}

function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** An address, without its zone, and the IPv4 addresses that it embeds. */
function listAddresses(text: string): string[] {
  const address = text.replace(/%.*$/, '')
  return isIP(address) === 6 ? [address, ...listEmbedded(readGroups(address))] : [address]
}

/** The eight groups of an IPv6 address; a URL knows every notation of one. */
function readGroups(address: string): number[] {
  const { hostname } = new URL(`http://[${address}]`)
  const [head = [], tail = []] = hostname
    .slice(1, -1)
    .split('::')
    .map((part) => part.split(':').filter(Boolean))
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  return [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16))
}

/**
 * The IPv4 addresses that a gateway, a tunnel or the system itself may take an IPv6 address for.
 *
 * @see [RFC 6052 §2.2](https://www.rfc-editor.org/rfc/rfc6052.html#section-2.2) NAT64
 * @see [RFC 4291 §2.5.5](https://www.rfc-editor.org/rfc/rfc4291.html#section-2.5.5) mapped and compatible
 * @see [RFC 3056 §2](https://www.rfc-editor.org/rfc/rfc3056.html#section-2) 6to4
 * @see [RFC 4380 §4](https://www.rfc-editor.org/rfc/rfc4380.html#section-4) Teredo
 * @see [RFC 5214 §6.1](https://www.rfc-editor.org/rfc/rfc5214.html#section-6.1) ISATAP
 */
function listEmbedded(groups: readonly number[]): string[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups
  const found: string[] = []
  const isHeadEmpty = a === 0 && b === 0 && c === 0 && d === 0
  // Compatible, mapped and translated; `::1` and its like are none of them.
  if (isHeadEmpty && e === 0 && ((f === 0 && g !== 0) || f === 0xffff)) found.push(toIpv4(g, h))
  if (isHeadEmpty && e === 0xffff && f === 0) found.push(toIpv4(g, h))
  if (a === 0x64 && b === 0xff9b) found.push(...listTranslated(groups))
  if (a === 0x2002) found.push(toIpv4(b, c))
  if (a === 0x2001 && b === 0) found.push(toIpv4(c, d), toIpv4(g ^ 0xffff, h ^ 0xffff))
  if ((e === 0 || e === 0x200) && f === 0x5efe) found.push(toIpv4(g, h))
  return found
}

/** With NAT64 the place depends on the length of the prefix: 48, 56, 64 or 96 bits; bits 64 to 71 are skipped. */
function listTranslated([
  ,
  ,
  c = 0,
  d = 0,
  e = 0,
  f = 0,
  g = 0,
  h = 0,
]: readonly number[]): string[] {
  // The well-known prefix has 96 bits.
  if (c === 0) return [toIpv4(g, h)]
  const low = (group: number): number => (group & 0xff) << 8
  const high = (group: number): number => group >>> 8
  const found = [
    toIpv4(g, h),
    toIpv4(d, low(e) | high(f)),
    toIpv4(low(d) | (e & 0xff), f),
    toIpv4(low(e) | high(f), low(f) | high(g)),
  ]
  // A place that is not the prefix's own holds its zeros.
  return found.filter((address) => !address.startsWith('0.'))
}

function toIpv4(high: number, low: number): string {
  return [high >>> 8, high & 0xff, low >>> 8, low & 0xff].join('.')
}
