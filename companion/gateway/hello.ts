import type { IncomingMessage, ServerResponse } from 'node:http'

/** Tyk's probes and how each describes itself. */
const PROBES: ReadonlyMap<string, string> = new Map([
  ['/hello', 'Tyk GW'],
  ['/ready', 'Tyk GW Ready'],
])

/** How one of Tyk's probes describes itself; `undefined` for every other path. */
export function findProbe(target: string): string | undefined {
  // Asked of every request: most are told apart by their length.
  return target.length === 6 ? PROBES.get(target) : undefined
}

/**
 * Tyk's health checks: no authentication, no API, `GET` alone.
 *
 * @see [Tyk: liveness health check](https://tyk.io/docs/planning-for-production/ensure-high-availability/health-check/)
 */
export function answerProbe(
  request: IncomingMessage,
  response: ServerResponse,
  description: string,
): void {
  const isAllowed = request.method === 'GET'
  const answer = isAllowed
    ? { status: 'pass', version: 'dcr-lab', description, details: {} }
    : { status: 'error', message: 'Method Not Allowed' }
  // Go's encoder ends each document with a line break.
  const body = `${JSON.stringify(answer)}\n`
  response.writeHead(isAllowed ? 200 : 405, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
