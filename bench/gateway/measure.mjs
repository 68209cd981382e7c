// One round against one server: load from autocannon, CPU time and memory from /proc.
import { readFileSync } from 'node:fs'
import autocannon from 'autocannon'

export { median } from '../median.mjs'

/** Clock ticks a second; 100 on every Linux that Node supports. */
const TICKS = 100

function readCpuMicros(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1e6
}

export function readMemoryBytes(pid) {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0) * 1024
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)

/**
 * @param {import('./servers.mjs').Server} server
 * @param {{ connections: number, tokens: string[], paths?: string[], seconds?: number, amount?: number }} load
 * Tokens and paths are taken in turn.
 */
export async function measure(server, { connections, tokens, paths, seconds, amount }) {
  const pids = server.pids()
  const before = sum(pids.map(readCpuMicros))
  let next = 0
  const result = await autocannon({
    url: server.url,
    connections,
    // The companion, like nginx, closes a connection after 1000 requests, which autocannon overlooks.
    reconnectRate: 900,
    ...(amount === undefined ? { duration: seconds } : { amount }),
    requests: [
      {
        setupRequest: (request) => {
          const token = tokens[next % tokens.length]
          const path = paths?.[next % paths.length] ?? request.path
          next += 1
          const headers = { ...request.headers, authorization: `Bearer ${token}` }
          return { ...request, path, headers }
        },
      },
    ],
  })
  const total = result.requests.total
  const failed = result.non2xx + result.errors + result.timeouts
  if (failed > 0 || total === 0)
    throw new Error(
      `${server.url}: ${failed} of ${total} requests failed (${JSON.stringify({ ...result.statusCodeStats, errors: result.errors, timeouts: result.timeouts, resets: result.resets })})`,
    )
  return {
    cpuMicros: (sum(pids.map(readCpuMicros)) - before) / total,
    perSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    memoryMiB: sum(pids.map(readMemoryBytes)) / 2 ** 20,
  }
}
