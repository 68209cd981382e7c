import type { Scenario } from '#shared/contract/doctor.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Clock } from '../clock/clock.ts'
import type { FaultInjector } from '../idp/faults/fault-injector.ts'

export interface ScenariosDeps {
  clock: Clock
  faults: FaultInjector
  load: () => Scenario[]
}

/** Named sets of faults. At most one scenario is on at a time. */
export interface Scenarios {
  /** @throws AppError `SCENARIO_UNREADABLE`. */
  list(): Scenario[]
  /** @throws AppError `RECORD_NOT_FOUND`. */
  get(name: string): Scenario
  active(): Scenario | undefined
  /** Replaces the scenario that is on, with its faults and its clock offset. */
  start(name: string): Scenario
  /** Switches every fault off and sets the clock to the machine's time. */
  stop(): void
  /**
   * To be called when a run begins: the first run after the switch keeps the scenario, the next run ends it.
   */
  onRunCreated(run: string): void
  onRunDeleted(run: string): void
}

export function createScenarios({ clock, faults, load }: ScenariosDeps): Scenarios {
  let loaded: Scenario[] | undefined
  let active: Scenario | undefined
  let owner: string | undefined
  const list = (): Scenario[] => (loaded ??= load())
  const stop = (): void => {
    active = undefined
    owner = undefined
    faults.set([])
    clock.moveTo(0)
  }
  const get = (name: string): Scenario => {
    const found = list().find((scenario) => scenario.name === name)
    if (found) return found
    throw new AppError('RECORD_NOT_FOUND', {
      detail: `There is no scenario "${name}".`,
      hint: `Scenarios: ${list()
        .map((scenario) => scenario.name)
        .join(', ')}.`,
    })
  }
  return {
    list,
    get,
    active: () => active,
    start(name) {
      const scenario = get(name)
      stop()
      active = scenario
      faults.set(scenario.faults)
      clock.moveTo(scenario.clock_offset_seconds)
      return scenario
    },
    stop,
    onRunCreated(run) {
      if (active && owner !== undefined) stop()
      else if (active) owner = run
    },
    onRunDeleted(run) {
      if (owner === run) stop()
    },
  }
}
