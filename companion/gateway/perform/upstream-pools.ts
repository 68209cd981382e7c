import { BlockList, type LookupFunction, isIP } from 'node:net'
import { Pool } from 'undici'
import { guardedLookup, isBlockedAddress } from '../../outgoing/egress.ts'
import type { Target } from '../api/compiled-api.ts'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

export interface UpstreamPools {
  /**
   * The connections to a target.
   *
   * @throws Error with code `ADDRESS_REFUSED` or `OWN_LISTENER` for an address that is never called.
   */
  get(target: Target): Pool
  close(): Promise<void>
}

export interface UpstreamPoolsDeps {
  /** The gateway's own port: calling it would never end. */
  port: () => number
  /** Milliseconds until the headers of an answer, and between two pieces of its body. */
  timeoutMs: number
}

/** One pool per origin, kept alive. Names are resolved once per connection, and pinned. */
export function createUpstreamPools({ port, timeoutMs }: UpstreamPoolsDeps): UpstreamPools {
  const pools = new Map<string, Pool>()

  function create(target: Target): Pool {
    const lookup = target.port === port() ? refuseLoopback : guardedLookup
    return new Pool(target.origin, {
      connections: 64,
      pipelining: 1,
      maxHeaderSize: 16 * 1024,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      // Below the five seconds after which a Node upstream closes: no request meets a closing socket.
      keepAliveTimeout: 4_000,
      connect: { timeout: 3_000, lookup },
    })
  }

  return {
    get(target) {
      const known = pools.get(target.origin)
      if (known) return known
      // A literal never comes to mean another address, so a pool that exists has been checked.
      assertAllowed(target, port())
      const pool = create(target)
      pools.set(target.origin, pool)
      return pool
    },
    async close() {
      const all = [...pools.values()]
      pools.clear()
      await Promise.all(all.map((pool) => pool.destroy()))
    },
  }
}

/** undici asks for a look-up for names only, so a literal is checked here. */
function assertAllowed({ hostname, port }: Target, ownPort: number): void {
  if (isIP(hostname) === 0) return
  if (isBlockedAddress(hostname)) throw createRefusal('ADDRESS_REFUSED')
  if (port === ownPort && isLoopback(hostname)) throw createRefusal('OWN_LISTENER')
}

const refuseLoopback: LookupFunction = (hostname, options, callback) => {
  guardedLookup(hostname, options, (error, address, family) => {
    const addresses = Array.isArray(address) ? address.map((item) => item.address) : [address]
    if (!error && addresses.some(isLoopback)) callback(createRefusal('OWN_LISTENER'), '', 4)
    else callback(error, address, family)
  })
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (/^::ffff:7f/i.test(plain)) return true
  return LOOPBACK.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

function createRefusal(code: string): Error {
  return Object.assign(new Error('The gateway does not call this address'), { code })
}
