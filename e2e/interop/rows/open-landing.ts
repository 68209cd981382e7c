import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'

/** A redirect address on loopback that remembers the last request. */
export async function openLanding(): Promise<{
  address: string
  /** Path and query of what came last. */
  landed: () => string
  close: () => void
}> {
  let last = ''
  const server = createServer((request, response) => {
    last = request.url ?? ''
    response.end('Landed')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cb`,
    landed: () => last,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
