import { Pool } from 'undici'
import { type ConnectGuard, createGuardedConnector } from '../../outgoing/egress.ts'
import type { Target } from '../api/compiled-api.ts'

export interface UpstreamPools {
  /** The connections to a target; none is opened to an address that is never called. */
  get(target: Target): Pool
  close(): Promise<void>
}

export interface UpstreamPoolsDeps {
  /** The gateway's own, since calling it would never end, and those of pages and the control API. */
  closedPorts: ConnectGuard['closedPorts']
  /** Milliseconds until the headers of an answer, and between two pieces of its body. */
  timeoutMs: number
  onConnect?: ConnectGuard['onConnect']
}

/** One pool per origin, kept alive. Names are resolved once per connection, and pinned. */
export function createUpstreamPools({
  closedPorts,
  timeoutMs,
  onConnect,
}: UpstreamPoolsDeps): UpstreamPools {
  const pools = new Map<string, Pool>()
  const connect = createGuardedConnector({ timeoutMs: 3_000, closedPorts, onConnect })

  function create(target: Target): Pool {
    return new Pool(target.origin, {
      connections: 64,
      pipelining: 1,
      maxHeaderSize: 16 * 1024,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      // Below the five seconds after which a Node upstream closes: no request meets a closing socket.
      keepAliveTimeout: 4_000,
      connect,
    })
  }

  return {
    get(target) {
      const known = pools.get(target.origin)
      if (known) return known
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
