import type { Leg } from '../leg.ts'

let made = 0

/** A leg of the `mcp` dialect that was answered with 200, but for what is given. */
export function makeLeg(seconds: number, given: Partial<Leg> = {}): Leg {
  made += 1
  const atMs = Date.UTC(2026, 10, 28) + seconds * 1000
  return {
    exchange: `x${made}`,
    at: new Date(atMs).toISOString(),
    atMs,
    lastMs: atMs,
    count: 1,
    from: 'app',
    to: 'idp',
    meaning: 'server_metadata',
    method: 'GET',
    origin: 'http://127.0.0.1:8792',
    path: '/mcp',
    place: 'mcp',
    isOwn: false,
    status: 200,
    clientId: undefined,
    links: [],
    peer: undefined,
    userAgent: 'node',
    protocol: undefined,
    asked: {},
    answered: {},
    verdict: undefined,
    ...given,
  }
}
