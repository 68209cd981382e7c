import type { IncomingMessage, ServerResponse } from 'node:http'

const BODY = JSON.stringify({ status: 'pass', version: 'dcr-lab', description: 'Tyk GW' })

/** Tyk's health check: no authentication, no API. */
export function isHello(request: IncomingMessage): boolean {
  return request.url === '/hello' && (request.method === 'GET' || request.method === 'HEAD')
}

/** @see [Tyk: liveness health check](https://tyk.io/docs/planning-for-production/ensure-high-availability/health-check/) */
export function answerHello(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(BODY),
  })
  response.end(request.method === 'HEAD' ? undefined : BODY)
}
