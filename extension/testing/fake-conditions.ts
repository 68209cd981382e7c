import type { ApiClient } from '#shared/contract/api-client.ts'
import { Scenario } from '#shared/contract/doctor.ts'
import type { Conditions } from '#shared/contract/events.ts'
import type { AppError } from '#shared/errors/app-error.ts'
import type { ActiveFault, FaultId } from '#shared/faults/fault.ts'
import type { FakeParts } from './fake-clients.ts'

export function createSampleScenario(name: string, part: Partial<Scenario> = {}): Scenario {
  const text = { title: `Title of ${name}`, story: `Story of ${name}.`, dialect: 'okta' }
  return { ...Scenario.parse({ name, ...text, faults: [{ id: 'outage' }] }), ...part }
}

/** Scenarios, faults and the clock of a companion in memory. */
export class FakeLab {
  scenarios: Scenario[] = [createSampleScenario('no-policy'), createSampleScenario('no-sub')]
  state: Conditions = { faults: [], offset_seconds: 0 }
  /** Thrown by the next change. */
  refusal: AppError | undefined
  readonly #parts: FakeParts<Conditions>

  constructor(parts: FakeParts<Conditions>) {
    this.#parts = parts
  }

  readonly api = {
    listScenarios: async () => this.scenarios,
    getActiveScenario: async () => ({ active: this.state.active }),
    listFaults: async () => this.state.faults,
    getClock: async () => ({ offset_seconds: this.state.offset_seconds }),
    startScenario: async ({ body }: { body: { name: string } }) => {
      const active = this.scenarios.find(({ name }) => name === body.name)
      const faults = (active?.faults ?? []).map((fault) => ({ ...fault, used: 0 }))
      this.#change('startScenario', body.name, { ...(active && { active }), faults })
    },
    stopScenario: async () =>
      this.#change('stopScenario', '', { active: undefined, faults: [], offset_seconds: 0 }),
    startFault: async ({ params, body }: FaultCall) => {
      const fault = { ...body, id: params.fault, used: 0 }
      this.#change('startFault', fault, { faults: [...this.state.faults, fault] })
    },
    endFault: async ({ params }: FaultCall) =>
      this.#change('endFault', params.fault, {
        faults: this.state.faults.filter(({ id }) => id !== params.fault),
      }),
    putClock: async ({ body }: { body: { offset_seconds: number } }) =>
      this.#change('putClock', body, body),
    rotateKey: async ({ body }: { body: unknown }) => this.#change('rotateKey', body, {}),
  } as unknown as Partial<ApiClient>

  /** Something changes elsewhere. */
  tell(part: Partial<Conditions>): void {
    this.state = { ...this.state, ...part }
    this.#parts.emit(this.state)
  }

  #change(
    name: string,
    detail: unknown,
    part: { active?: Scenario | undefined } & Partial<Conditions>,
  ) {
    this.#parts.log(name, detail)
    const { refusal } = this
    this.refusal = undefined
    if (refusal) throw refusal
    const { active, ...rest } = { ...this.state, ...part }
    this.tell({ ...rest, ...(active && { active }) })
    if (!active) delete this.state.active
    return {}
  }
}

interface FaultCall {
  params: { fault: FaultId }
  body: Omit<ActiveFault, 'id'>
}
