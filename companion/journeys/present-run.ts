import type { Run, RunStep, StepId } from '#shared/contract/run.ts'
import { getJourney } from '#shared/journeys/journeys.ts'
import type { RunRecord, StepOutcome } from '../store/schema.ts'
import type { Rooms } from './rooms.ts'
import { getRunner } from './step-runners.ts'

/** A step that is being carried out. */
export interface RunningStep {
  startedAt: string
  abort: AbortController
}

/** A run as people see it: what was typed over what is suggested, and secrets as masks. */
export function presentRun(
  record: RunRecord,
  rooms: Rooms,
  busy: ReadonlyMap<StepId, RunningStep>,
): Run {
  const { id, name, journey, target, provider, dialect, created_at, client_budget } = record
  return {
    id,
    name,
    journey,
    target,
    provider,
    ...(dialect !== undefined && { dialect }),
    created_at,
    ...(client_budget !== undefined && { client_budget }),
    steps: getJourney(journey).steps.map(({ id: step }) =>
      presentStep(record, { step, rooms, running: busy.get(step) }),
    ),
  }
}

interface Place {
  step: StepId
  rooms: Rooms
  running: RunningStep | undefined
}

/** While a step runs, what an earlier attempt has left is not the matter. */
function presentStep(record: RunRecord, { step, rooms, running }: Place): RunStep {
  const base = {
    id: step,
    inputs: readInputs(record, step, rooms),
    kept_secrets: readMasks(record, step),
  }
  if (running) return { ...base, state: 'running', exchanges: [], started_at: running.startedAt }
  const outcome = record.outcomes[step]
  return {
    ...base,
    state: readState(outcome),
    ...(outcome?.outdated_by && { outdated_by: outcome.outdated_by }),
    exchanges: outcome?.exchanges ?? [],
    ...(outcome?.result && { result: outcome.result }),
    ...(outcome?.problem && { problem: outcome.problem }),
    ...(outcome && { started_at: outcome.started_at, ms: outcome.ms }),
  }
}

function readState(outcome: StepOutcome | undefined): RunStep['state'] {
  if (!outcome) return 'todo'
  return outcome.outdated_by ? 'outdated' : outcome.state
}

export function readInputs(record: RunRecord, step: StepId, rooms: Rooms): Record<string, unknown> {
  return { ...getRunner(step).suggest(record, rooms), ...record.drafts[step] }
}

function readMasks(record: RunRecord, step: StepId): Record<string, string> {
  const prefix = `${step}.`
  const own = Object.entries(record.kept_secrets).filter(([name]) => name.startsWith(prefix))
  return Object.fromEntries(own.map(([name, { mask }]) => [name.slice(prefix.length), mask]))
}
