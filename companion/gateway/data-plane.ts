import type { Server } from 'node:http'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { Gateway } from './gateway.ts'
import type { Decision } from './verdict/decision.ts'

/** The gateway's interface for the rest of the companion, with one process or several. */
export interface DataPlane {
  /** Begins to answer. */
  open(): Promise<void>
  verdicts: {
    get(id: string): Promise<Verdict | undefined>
    /** The newest first. */
    list(limit: number): Promise<Verdict[]>
  }
  /** Forgets the key set of one API, or all: Tyk's `DELETE /tyk/cache/jwks[/{apiID}]`. */
  clearJwksCache(apiId?: string): Promise<void>
  /** Resolves when all answers so far are in the recorder. */
  flush(): Promise<void>
  close(): Promise<void>
}

/** The gateway in this very process, at a server that listens already. */
export function createLocalDataPlane(
  gateway: Gateway,
  server: Server,
  describe: (decision: Decision) => Verdict,
): DataPlane {
  return {
    async open() {
      gateway.configureServer(server)
      server.on('request', gateway.handler)
    },
    verdicts: {
      async get(id) {
        const decision = gateway.verdicts.get(id)
        return decision && describe(decision)
      },
      list: async (limit) => gateway.verdicts.list(limit).map(describe),
    },
    clearJwksCache: async (apiId) => gateway.clearJwksCache(apiId),
    flush: async () => undefined,
    close: () => gateway.close(),
  }
}
