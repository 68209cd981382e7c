import type { Server } from 'node:http'
import { createClock } from '../../clock/clock.ts'
import { listen } from '../../http/listen.ts'
import { createMemoryRecords } from '../../store/memory-records.ts'
import type { Records } from '../../store/records.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import { type Gateway, createGateway } from '../gateway.ts'
import { KeySetProblem } from '../jwks/key-set-problem.ts'
import type { CompanionCalls, WorkerCalls, WorkerStart } from './calls.ts'
import { type Line, openLine } from './line.ts'
import { createRelayedRecorder } from './relayed-recorder.ts'
import { createRemoteAdmissions } from './remote-admissions.ts'

/** Open requests get less than the companion gives its workers. */
const DRAIN_MS = 2_500

interface Running {
  gateway: Gateway
  server: Server
}

/** A process that judges and forwards, and asks the companion for all that is shared. */
export function runWorker(): void {
  const apis = createMemoryRecords<ApiDefinition>()
  const policies = createMemoryRecords<Policy>()
  const clock = createClock()
  let running: Running | undefined

  const line: Line<CompanionCalls> = openLine<CompanionCalls, WorkerCalls>(
    {
      send: (message) => process.send?.(message),
      onMessage: (listener) => process.on('message', listener),
    },
    {
      async start(start) {
        clock.moveTo(start.clockOffsetSeconds)
        for (const api of start.apis) await apis.put(api.api_id, api)
        for (const policy of start.policies) await policies.put(policy.id, policy)
        running = await open(line, start, { apis, policies, now: clock.now })
      },
      putApi: (change) => apply(apis, change),
      putPolicy: (change) => apply(policies, change),
      moveClock: (offsetSeconds) => clock.moveTo(offsetSeconds),
      clearJwksCache: (apiId) => running?.gateway.clearJwksCache(apiId),
      findVerdict: (id) => running?.gateway.verdicts.get(id),
      listVerdicts: (limit) => running?.gateway.verdicts.list(limit) ?? [],
      flush: () => undefined,
      close: () => running && close(running),
    },
  )
  // The sign that this process listens.
  process.send?.([])
  // Ctrl-C reaches the whole group of processes; the companion says when a worker may go.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
}

interface Mirrors {
  apis: Records<ApiDefinition>
  policies: Records<Policy>
  now: () => number
}

async function open(
  line: Line<CompanionCalls>,
  { port, closedPorts, workers }: WorkerStart,
  mirrors: Mirrors,
): Promise<Running> {
  const gateway = createGateway({
    ...mirrors,
    recorder: createRelayedRecorder(line, workers),
    onVerdict(read) {
      const decision = read()
      if (decision) line.tell('tellVerdict', decision)
    },
    port: () => port,
    closedPorts,
    openAdmissions: (definitions) => createRemoteAdmissions(line, definitions),
    async fetchKeySetText(url, verdict) {
      const answer = await line.ask('fetchKeySet', { url, verdict })
      if (typeof answer !== 'string') throw new KeySetProblem(answer.problem)
      return answer
    },
  })
  const server = await listen({ name: 'gateway', port, option: '--gateway-port' })
  gateway.configureServer(server)
  server.on('request', gateway.handler)
  return { gateway, server }
}

function apply<T>(
  records: Records<T>,
  { id, value }: { id: string; value: T | undefined },
): Promise<void> {
  return value === undefined ? records.delete(id) : records.put(id, value)
}

async function close({ gateway, server }: Running): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearTimeout(cut)
  await gateway.close()
}
