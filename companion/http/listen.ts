import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '#shared/errors/app-error.ts'
import { answerClientErrors } from './answer-client-errors.ts'
import { answerExpectations } from './expect-continue.ts'
import { renderClientError } from './render-client-error.ts'

/**
 * The only address that listeners use. Never a name: `localhost` may resolve to another program's address.
 */
export const LOOPBACK = '127.0.0.1'

export interface ListenerPlan {
  /** Name of the listener for error texts. */
  name: string
  /** 0 takes any free port. */
  port: number
  /** The command-line option that changes the port. */
  option: string
}

/**
 * Opens a listener on loopback before its handler exists: the handler may need the address.
 *
 * @throws AppError `PORT_TAKEN`.
 */
export async function listen(plan: ListenerPlan): Promise<Server> {
  const server = createServer({
    maxHeaderSize: 16 * 1024,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 2_000,
    keepAliveTimeout: 5_000,
  })
  server.maxHeadersCount = 100
  server.maxConnections = 512
  answerExpectations(server)
  answerClientErrors(server, renderClientError)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(explain(cause, plan)))
    server.listen(plan.port, LOOPBACK, resolve)
  })
  server.removeAllListeners('error')
  // A request before the handler is set would never be answered.
  server.on('request', (_request, response) => {
    if (server.listenerCount('request') > 1) return
    response.writeHead(503, { 'Retry-After': '1', Connection: 'close' }).end('Starting\n')
  })
  return server
}

export function originOf(server: Server): string {
  return `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`
}

function explain(cause: NodeJS.ErrnoException, { name, port, option }: ListenerPlan): unknown {
  if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES') return cause
  const reason =
    cause.code === 'EADDRINUSE' ? 'is taken by another program' : 'may not be used by this user'
  return new AppError('PORT_TAKEN', {
    detail: `Port ${port} for the ${name} ${reason}.`,
    hint: `Choose another one with ${option} PORT, or let the system choose with ${option} 0.`,
    cause,
  })
}
