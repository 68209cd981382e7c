import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Scenario } from '#shared/contract/doctor.ts'
import type { CompanionEvent, Conditions } from '#shared/contract/events.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'
import type { DialectId } from '#shared/idp/dialects.ts'
import type { ActiveFault, FaultId } from '#shared/faults/fault.ts'

export interface ConditionsDeps {
  getApi: () => Pick<
    ApiClient,
    | 'listScenarios'
    | 'getActiveScenario'
    | 'startScenario'
    | 'stopScenario'
    | 'listFaults'
    | 'startFault'
    | 'endFault'
    | 'getClock'
    | 'putClock'
    | 'rotateKey'
  >
  announce: (sentence: string) => void
}

/** The conditions: scenario, faults, clock offset. Actions throw the companion's AppErrors. */
export interface ConditionsStore {
  conditions: ReadonlySignal<Conditions>
  /** Milliseconds by which the lab's clock is ahead of the machine's. */
  offsetMs: ReadonlySignal<number>
  /** Nothing until they are read. */
  scenarios: ReadonlySignal<readonly Scenario[] | undefined>
  /** Why the scenarios could not be read. */
  problem: ReadonlySignal<Problem | undefined>
  /** Reads what is on: the badge shows it on every page. */
  load: () => Promise<void>
  /** Reads the scenarios, too. */
  refresh: () => Promise<void>
  follow: (event: CompanionEvent) => void
  startScenario: (scenario: Scenario) => Promise<void>
  /** Switches every fault off and sets the clock right. */
  stopAll: () => Promise<void>
  startFault: (fault: ActiveFault) => Promise<void>
  endFault: (id: FaultId) => Promise<void>
  moveClock: (offsetSeconds: number) => Promise<void>
  rotateKey: (dialect: DialectId, overlapSeconds: number) => Promise<void>
}

const ALL_IS_WELL: Conditions = { faults: [], offset_seconds: 0 }

export function createConditionsStore({ getApi, announce }: ConditionsDeps): ConditionsStore {
  const conditions = signal<Conditions>(ALL_IS_WELL)
  const scenarios = signal<readonly Scenario[]>()
  const problem = signal<Problem>()
  let clockCalls: Promise<unknown> = Promise.resolve()

  async function read(): Promise<void> {
    const [{ active }, faults, { offset_seconds }] = await Promise.all([
      getApi().getActiveScenario(),
      getApi().listFaults(),
      getApi().getClock(),
    ])
    conditions.value = { ...(active && { active }), faults, offset_seconds }
  }

  async function guard(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      problem.value = undefined
    } catch (thrown) {
      problem.value = AppError.from(thrown).toProblem()
    }
  }

  /** Does something and shows what is on afterwards, without waiting for the event. */
  const change = async (work: Promise<unknown>, sentence: string): Promise<void> => {
    await work
    await read()
    announce(sentence)
  }

  return {
    conditions,
    offsetMs: computed(() => conditions.value.offset_seconds * 1000),
    scenarios,
    problem,
    load: () => guard(read),
    refresh: () =>
      guard(async () => {
        scenarios.value = await getApi().listScenarios()
        await read()
      }),
    follow(event) {
      if (event.name === 'conditions.changed') conditions.value = event.payload
      if (event.name === 'gap') void guard(read)
    },
    startScenario: ({ name, title }) =>
      change(getApi().startScenario({ body: { name } }), `Scenario on: ${title}`),
    stopAll: () => change(getApi().stopScenario(), 'Every fault is off, and the clock is right.'),
    startFault: ({ id, ...body }) =>
      change(getApi().startFault({ params: { fault: id }, body }), `Fault on: ${id}`),
    endFault: (id) => change(getApi().endFault({ params: { fault: id } }), `Fault off: ${id}`),
    moveClock(offset_seconds) {
      // Shown at once, so that the next shift begins there; the calls keep their order.
      conditions.value = { ...conditions.peek(), offset_seconds }
      const move = clockCalls.then(() => getApi().putClock({ body: { offset_seconds } }))
      clockCalls = move.catch(() => guard(read))
      return move.then(() => announce('The lab’s clock was moved.'))
    },
    async rotateKey(dialect, overlap_seconds) {
      await getApi().rotateKey({ body: { dialect, overlap_seconds } })
      announce('The key was rotated.')
    },
  }
}
