import { fileURLToPath } from 'node:url'
import type { FindTls } from '../../outgoing/egress.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import type { Clock } from '../../clock/clock.ts'
import type { ExchangeRecorder } from '../../recorder/exchange-recorder.ts'
import type { Readable } from '../../store/records.ts'
import type { DataPlane } from '../data-plane.ts'
import { createDefinitionsInUse } from '../api/definitions-in-use.ts'
import { type FetchText, createKeySetFetcher } from '../jwks/fetch-key-set.ts'
import type { Counting } from '../limits/counting.ts'
import { readProblem } from '../jwks/key-set-problem.ts'
import type { Decision } from '../verdict/decision.ts'
import { answerAdmissions } from './answer-admissions.ts'
import type { CompanionCalls, WorkerStart } from './calls.ts'
import type { Handlers } from './line.ts'
import { WorkerPool } from './worker-pool.ts'

/** In the same folder as this file once both are built. */
const PROGRAM = fileURLToPath(new URL('./gateway-worker.mjs', import.meta.url))
/** How long a key set that one worker has fetched is reused for the others. */
const SHARED_MS = 1_000

export interface PooledDataPlaneDeps {
  workers: number
  port: number
  /** See `GatewayDeps.closedPorts`. */
  closedPorts: readonly number[]
  /** See `GatewayDeps.findTls`. */
  findTls?: FindTls | undefined
  apis: Readable<ApiDefinition>
  policies: Readable<Policy>
  recorder: ExchangeRecorder
  clock: Clock
  /** For all workers. */
  counting: Counting
  onVerdict: (read: () => Decision | undefined) => void
  /** Puts a decision into words. */
  describe: (decision: Decision) => Verdict
  onGap: () => void
  /** Called when a worker has ended unexpectedly; it is replaced. */
  onLost: (how: string) => void
}

/**
 * The gateway in several processes. The workers judge and forward; sessions, limits, definitions, records
 * and the fetching of keys stay in this process, so that all workers share them.
 */
export function createPooledDataPlane(deps: PooledDataPlaneDeps): DataPlane {
  const { apis, policies, clock, recorder, counting } = deps
  const definitions = createDefinitionsInUse({ apis, policies })
  const fetcher = createKeySetFetcher(recorder, {
    closedPorts: () => [deps.port, ...deps.closedPorts],
    findTls: deps.findTls,
  })
  const shared = shareFetches(fetcher.fetchText)
  const handlers: Handlers<CompanionCalls> = {
    ...answerAdmissions({ definitions, now: clock.now, counting }),
    fetchKeySet: ({ url, verdict }) =>
      shared.fetchText(url, verdict).catch((thrown: unknown) => ({ problem: readProblem(thrown) })),
    record: ({ id, raw }) => recorder.recordAs(id, raw),
    tellVerdict: (decision) => deps.onVerdict(() => decision),
    tellGap: deps.onGap,
  }
  const pool = new WorkerPool({
    size: deps.workers,
    program: PROGRAM,
    handlers,
    start: (line) => line.ask('start', describeStart(deps)),
    onLost: deps.onLost,
  })
  const stops = [
    apis.subscribe((id, value) => pool.askAll('putApi', { id, value })),
    policies.subscribe((id, value) => pool.askAll('putPolicy', { id, value })),
    clock.subscribe((offset) => void pool.askAll('moveClock', offset)),
  ]

  return {
    open: () => pool.open(),
    verdicts: {
      async get(id) {
        const found = await pool.askAll('findVerdict', id)
        const decision = found.find((candidate) => candidate !== undefined)
        return decision && deps.describe(decision)
      },
      async list(limit) {
        const lists = await pool.askAll('listVerdicts', limit)
        return lists
          .flat()
          .sort((left, right) => right.at.localeCompare(left.at))
          .slice(0, limit)
          .map(deps.describe)
      },
    },
    async clearJwksCache(apiId) {
      shared.forget()
      await pool.askAll('clearJwksCache', apiId)
    },
    async flush() {
      await pool.askAll('flush', undefined)
    },
    async close() {
      for (const stop of stops) stop()
      definitions.close()
      await pool.close()
      await fetcher.close()
    },
  }
}

function describeStart(deps: PooledDataPlaneDeps): WorkerStart {
  const { workers, port, closedPorts, apis, policies, clock } = deps
  return {
    workers,
    port,
    closedPorts,
    apis: apis.list(),
    policies: policies.list(),
    clockOffsetSeconds: clock.offset(),
  }
}

/** Workers that need the same keys at the same time lead to one fetch. */
function shareFetches(fetchText: FetchText): { fetchText: FetchText; forget: () => void } {
  const recent = new Map<string, { text: Promise<string>; startedMs: number }>()
  return {
    fetchText(url, verdict) {
      const known = recent.get(url)
      if (known && performance.now() - known.startedMs < SHARED_MS) return known.text
      const text = fetchText(url, verdict)
      recent.set(url, { text, startedMs: performance.now() })
      return text
    },
    forget: () => recent.clear(),
  }
}
