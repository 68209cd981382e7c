import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { Run, RunStep, StepId } from '#shared/contract/run.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { createSampleRun, sampleStatus } from './sample-records.ts'

/** What a step turns into when it is run; thrown errors are answers of the companion as well. */
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
  leftBehind: string[] = []
  /** Each call with what it carried, in order. */
  calls: string[] = []
  onEvent: (event: CompanionEvent) => void = () => {}
  #count = 0

  readonly api = {
    getStatus: async () => sampleStatus,
    listRuns: async () => this.runs,
    createRun: async ({ body }: { body: Partial<Pick<Run, 'target' | 'provider'>> }) => {
      this.#count += 1
      const run = createSampleRun(`run-${this.#count}`, body.target, body.provider)
      this.#log('createRun', body)
      this.runs = [run, ...this.runs]
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
      return this.change(params.step, this.outcomes[params.step] ?? pass)
    },
    getExchange: async ({ params }: { params: { exchange: string } }) =>
      getOrThrow(this.exchanges.get(params.exchange)),
    getVerdict: async ({ params }: { params: { verdict: string } }) =>
      getOrThrow(this.verdicts.get(params.verdict)),
    revealSecret: async ({ body }: { body: { secret: string } }) => ({
      value: `plain value of ${body.secret}`,
    }),
  } as unknown as ApiClient

  /** Changes a step of the newest run and tells it, as the real one does. */
  change(id: StepId, outcome: Outcome): Run {
    const [newest, ...older] = this.runs
    if (!newest) throw new AppError('RECORD_NOT_FOUND')
    const steps = newest.steps.map((step) =>
      step.id === id ? { ...step, ...outcome(step) } : step,
    )
    const run = { ...newest, steps }
    this.runs = [run, ...older]
    this.onEvent({ id: '', name: 'run.changed', payload: run })
    return run
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
