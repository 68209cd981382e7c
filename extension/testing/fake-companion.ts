import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { Run, RunStep, StepId } from '#shared/contract/run.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { ImportNote } from '#shared/contract/endpoints/import-note.ts'
import type { PushReply } from '#shared/contract/endpoints/push.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import type { RunKind } from '#shared/journeys/read-steps.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { FakeClients, type FakeQuery } from './fake-clients.ts'
import { FakeTokens } from './fake-tokens.ts'
import { FakeLab } from './fake-conditions.ts'
import { FakeVisits } from './fake-visits.ts'
import { FakeDoctor } from './fake-doctor.ts'
import { createSampleRun, sampleStatus } from './sample-records.ts'

/** The outcome of a step that is run; thrown errors become answers of the companion. */
export type Outcome = (step: RunStep) => Partial<RunStep>

const pass: Outcome = () => ({
  state: 'passed',
  result: { summary: 'Done.', facts: [], checks: [], via: 'panel' },
})

/** A companion in memory that keeps one run, for tests of the panel. */
export class FakeCompanion {
  runs: Run[] = []
  outcomes: Partial<Record<StepId, Outcome>> = {}
  exchanges = new Map<string, Exchange>()
  verdicts = new Map<string, Verdict>()
  /** Steps then run from this moment on until they are cancelled. */
  held: string | undefined
  cancelled = createGate()
  leftBehind: string[] = []
  apis: ApiDefinition[] = []
  importNotes: ImportNote[] = []
  pushOutcome: Pick<PushReply, 'ok' | 'states'> = { ok: true, states: [] }
  policies: Policy[] = []
  /** Thrown by the next call that changes definitions or a run. */
  refusal: AppError | undefined
  /** Each call with what it carried, in order. */
  calls: string[] = []
  onEvent: (event: CompanionEvent) => void = () => {}
  #count = 0

  readonly clients = new FakeClients({
    log: (name, detail) => this.#log(name, detail),
    emit: (payload) => this.onEvent({ id: '', name: 'registration.changed', payload }),
  })

  readonly doctor = new FakeDoctor({
    log: (name, detail) => this.#log(name, detail),
    emit: (payload) => this.onEvent({ id: '', name: 'examination.finished', payload }),
  })

  readonly lab = new FakeLab({
    log: (name, detail) => this.#log(name, detail),
    emit: (payload) => this.onEvent({ id: '', name: 'conditions.changed', payload }),
  })

  readonly tokens = new FakeTokens({
    log: (name, detail) => this.#log(name, detail),
    emit: (payload) => this.onEvent({ id: '', name: 'token.changed', payload }),
  })

  readonly visits = new FakeVisits((name, detail) => this.#log(name, detail))

  readonly api = {
    ...this.clients.api,
    ...this.tokens.api,
    ...this.lab.api,
    ...this.doctor.api,
    ...this.visits.api,
    page: async (name: string, { query }: { query: FakeQuery }) => {
      if (name === 'listRuns') return { items: this.runs, total: this.runs.length }
      if (name === 'listVisits') return this.visits.page(query)
      return name === 'listTokens' ? this.tokens.page(query) : this.clients.page(query)
    },
    getStatus: async () => sampleStatus,
    listRuns: async () => this.runs,
    getRun: async ({ params }: { params: { run: string } }) =>
      getOrThrow(this.runs.find(({ id }) => id === params.run)),
    createRun: async ({ body }: { body: Partial<RunKind> }) => {
      this.#count += 1
      const run = createSampleRun(`run-${this.#count}`, body)
      this.#log('createRun', body)
      this.runs = [run, ...this.runs]
      return run
    },
    renameRun: async ({ params, body }: { params: { run: string }; body: { name: string } }) => {
      this.#log('renameRun', { ...params, ...body })
      this.#refuse()
      const run = { ...getOrThrow(this.runs.find(({ id }) => id === params.run)), ...body }
      this.runs = this.runs.map((one) => (one.id === run.id ? run : one))
      this.onEvent({ id: '', name: 'run.changed', payload: run })
      return run
    },
    deleteRun: async ({ params }: { params: { run: string } }) => {
      this.#log('deleteRun', params.run)
      this.runs = this.runs.filter((run) => run.id !== params.run)
      this.onEvent({ id: '', name: 'run.deleted', payload: { id: params.run } })
      return { left_behind: this.leftBehind }
    },
    saveInputs: async ({ params, body }: StepCall) => {
      this.#log('saveInputs', { step: params.step, ...body.inputs })
      return this.change(params.step, (step) => ({ inputs: { ...step.inputs, ...body.inputs } }))
    },
    runStep: async ({ params }: StepCall) => {
      this.#log('runStep', params.step)
      const held = this.held
      if (held !== undefined) {
        this.change(params.step, () => ({
          state: 'running',
          started_at: held,
          exchanges: [],
          result: undefined,
        }))
        await this.cancelled.promise
      }
      return this.change(params.step, this.outcomes[params.step] ?? pass)
    },
    cancelStep: async ({ params }: StepCall) => {
      this.#log('cancelStep', params.step)
      this.cancelled.resolve()
      return this.runs[0]
    },
    getExchange: async ({ params }: { params: { exchange: string } }) =>
      getOrThrow(this.exchanges.get(params.exchange)),
    listExchanges: async () => [...this.exchanges.values()],
    getVerdict: async ({ params }: { params: { verdict: string } }) =>
      getOrThrow(this.verdicts.get(params.verdict)),
    listApis: async () => this.apis,
    listPolicies: async () => this.policies,
    getApi: async ({ params }: { params: { api: string } }) =>
      getOrThrow(this.apis.find(({ api_id }) => api_id === params.api)),
    putApi: async ({ body }: { body: ApiDefinition }) => {
      this.#log('putApi', body.config_data)
      this.#refuse()
      this.apis = this.apis.map((api) => (api.api_id === body.api_id ? body : api))
      return body
    },
    importDefinitions: async ({ body }: { body: { definitions: { api_id?: string }[] } }) => {
      this.#log('importDefinitions', body)
      this.#refuse()
      return {
        apis: body.definitions.map(({ api_id }) => api_id ?? ''),
        policies: [],
        notes: this.importNotes,
      }
    },
    exportApi: async (input: unknown) => ({ exported: input }),
    exportPolicy: async (input: unknown) => ({ exported: input }),
    clearJwksCache: async ({ params }: { params: { api: string } }) =>
      this.#log('clearJwksCache', params.api),
    pushToTyk: async ({ body }: { body: { url: string; secret: string; dry_run: boolean } }) => {
      this.#log('pushToTyk', body)
      this.#refuse()
      const call = { method: 'POST', url: `${body.url}/tyk/policies`, body: { id: 'p' } }
      if (body.dry_run) return { ok: true, calls: [call], states: [] }
      return { calls: [{ ...call, status: 200, answer: 'ok' }], ...this.pushOutcome }
    },
    revealSecret: async ({ body }: { body: { secret: string } }) => ({
      value: `plain value of ${body.secret}`,
    }),
  } as unknown as ApiClient

  /** Changes a step of the newest run and announces the change, as the real companion does. */
  change(id: StepId, outcome: Outcome): Run {
    const before = this.runs[0]?.steps.find((step) => step.id === id)
    // An outcome may change other steps itself, so the run is read after it.
    const part = before && outcome(before)
    const [newest, ...older] = this.runs
    if (!newest) throw new AppError('RECORD_NOT_FOUND')
    const steps = newest.steps.map((step) => (step.id === id ? { ...step, ...part } : step))
    const run = { ...newest, steps }
    this.runs = [run, ...older]
    this.onEvent({ id: '', name: 'run.changed', payload: run })
    return run
  }

  #refuse(): void {
    const refusal = this.refusal
    this.refusal = undefined
    if (refusal) throw refusal
  }

  #log(name: string, detail: unknown): void {
    this.calls.push(`${name} ${typeof detail === 'string' ? detail : JSON.stringify(detail)}`)
  }
}

interface StepCall {
  params: { run: string; step: StepId }
  body: { inputs: Record<string, unknown> }
}

function getOrThrow<T>(value: T | undefined): T {
  if (value === undefined) throw new AppError('RECORD_NOT_FOUND')
  return value
}

function createGate(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve: () => resolve() }
}
