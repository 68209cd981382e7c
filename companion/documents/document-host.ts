import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { isAllowedHost } from '../http/host.ts'
import { LOOPBACK } from '../http/listen.ts'
import type { Authority } from './authority.ts'

/** Where the documents are served: over https, and over http for the lab's own server alone. */
export interface DocumentHost {
  origin: string
  httpOrigin: string
  close(): Promise<void>
}

export type Serve = (request: IncomingMessage, response: ServerResponse, origin: string) => void

/**
 * Opens both listeners on loopback.
 *
 * @param ports - To be taken again where they are free, so that a client id stays the same.
 */
export async function openDocumentHost(
  authority: Authority,
  ports: readonly [https: number, http: number],
  serve: Serve,
): Promise<DocumentHost> {
  const secure = await listen(createHttpsServer(await authority.issue()), ports[0])
  const plain = await listen(createHttpServer(), ports[1])
  const origin = `https://${LOOPBACK}:${portOf(secure)}`
  const httpOrigin = `http://${LOOPBACK}:${portOf(plain)}`
  for (const [server, own] of [
    [secure, origin],
    [plain, httpOrigin],
  ] as const)
    server.on('request', (request, response) => {
      if (isAllowedHost(request.rawHeaders, portOf(server))) return serve(request, response, own)
      response.writeHead(421, { 'Content-Type': 'text/plain' }).end('Misdirected request\n')
    })
  return {
    origin,
    httpOrigin,
    async close() {
      for (const server of [secure, plain]) server.closeAllConnections()
      await Promise.all(
        [secure, plain].map((server) => new Promise((resolve) => server.close(resolve))),
      )
    },
  }
}

/** At this port, or at any free one where another program has it. */
async function listen<S extends Server>(server: S, port: number): Promise<S> {
  server.headersTimeout = 10_000
  server.maxConnections = 128
  const attempt = (at: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(at, LOOPBACK, () => {
        server.off('error', reject)
        resolve()
      })
    })
  await attempt(port).catch(() => attempt(0))
  return server
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
