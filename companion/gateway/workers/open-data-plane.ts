import type { FindTls } from '../../outgoing/egress.ts'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Logger } from 'pino'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import type { Clock } from '../../clock/clock.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { ExchangeRecorder } from '../../recorder/exchange-recorder.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import type { Readable } from '../../store/records.ts'
import { type DataPlane, createLocalDataPlane } from '../data-plane.ts'
import type { CountFile } from './count-file.ts'
import type { Counting } from '../limits/counting.ts'
import { createMemoryCounting } from '../limits/memory-counting.ts'
import { createGateway } from '../gateway.ts'
import type { Decision } from '../verdict/decision.ts'
import { createPooledDataPlane } from './pooled-data-plane.ts'

export interface OpenDataPlaneDeps {
  /** Listens at the gateway's address until workers replace it. */
  server: Server
  workers: number
  addresses: Addresses
  /** Puts a decision into words. */
  describe: (decision: Decision) => Verdict
  definitions: { apis: Readable<ApiDefinition>; policies: Readable<Policy> }
  recorder: ExchangeRecorder
  clock: Clock
  bus: EventBus
  /** Where quotas and rates are kept for the next process. */
  counts: CountFile
  log: Logger
  /** See `GatewayDeps.findTls`. */
  findTls: FindTls
  /** See `GatewayDeps.onConnect`. */
  onConnect: (socket: Socket) => void
}

/** The gateway in this process, or in as many as were asked for. What it counts is kept in a file. */
export function openDataPlane(deps: OpenDataPlaneDeps): DataPlane {
  const { counts } = deps
  const counting = createMemoryCounting(() => performance.now(), counts)
  const plane = openUncounted(deps, counting)
  counts.follow(counting)
  return {
    ...plane,
    async close() {
      await plane.close()
      await counts.close(counting)
    },
  }
}

function openUncounted(deps: OpenDataPlaneDeps, counting: Counting): DataPlane {
  const { server, workers, addresses, describe, definitions, recorder, clock, bus, log } = deps
  const portOf = (address: string): number => Number(new URL(address).port)
  const port = portOf(addresses.gateway)
  const shared = {
    closedPorts: [portOf(addresses.control), portOf(addresses.portal)],
    findTls: deps.findTls,
    onConnect: deps.onConnect,
    apis: definitions.apis,
    policies: definitions.policies,
    recorder,
    counting,
    onVerdict: (read: () => Decision | undefined) =>
      bus.publish('verdict.decided', () => {
        const decision = read()
        return decision && describe(decision)
      }),
  }
  if (workers === 1) {
    const gateway = createGateway({
      ...shared,
      port: () => port,
      now: clock.now,
    })
    return createLocalDataPlane(gateway, server, describe)
  }
  // The port was free; the workers share a listener of their own there.
  server.close()
  return createPooledDataPlane({
    ...shared,
    workers,
    port,
    clock,
    onGap: () => bus.publish('gap', () => ({ reason: 'More calls were made than are recorded.' })),
    onLost: (how) =>
      log.warn(`A worker of the gateway ended (${how}); another one takes its place.`),
    describe,
  })
}
