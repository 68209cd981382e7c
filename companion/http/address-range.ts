import { BlockList, isIP } from 'node:net'

/** Whether an address is the given one, or in the given network such as `10.0.0.0/8`. */
export function isInRange(address: string, range: string): boolean {
  const [network = '', bits] = range.split('/', 2)
  const kind = isIP(network)
  if (kind === 0 || isIP(address) === 0) return false
  const family = kind === 6 ? 'ipv6' : 'ipv4'
  const list = new BlockList()
  const prefix = bits === undefined ? (kind === 6 ? 128 : 32) : Number(bits)
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (kind === 6 ? 128 : 32)) return false
  list.addSubnet(network, prefix, family)
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
