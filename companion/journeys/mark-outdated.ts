import type { StepId } from '#shared/contract/run.ts'
import { BUILDS_ON } from '#shared/journeys/builds-on.ts'
import { STEP_IDS } from '#shared/journeys/step-ids.ts'
import type { RunRecord, StepOutcome } from '../store/schema.ts'

type Outcomes = RunRecord['outcomes']

/**
 * Files the new outcome of a step. When its result is another one than before, the done steps that
 * build on it, and those that build on them, have to be done again.
 */
export function fileOutcome(outcomes: Outcomes, step: StepId, outcome: StepOutcome): Outcomes {
  const filed = { ...outcomes, [step]: outcome }
  if (outcome.state !== 'passed') return filed
  const outdated = findDependents(step, (facts) => isChanged(outcomes[step], outcome, facts))
  return Object.fromEntries(
    STEP_IDS.flatMap((id) => {
      const known = filed[id]
      if (!known) return []
      const isOutdated = outdated.has(id) && known.state === 'passed'
      return [[id, isOutdated ? { ...known, outdated_by: step } : known]]
    }),
  )
}

/** The steps stand in the order in which they build on each other, so one walk finds them all. */
function findDependents(
  step: StepId,
  isTouched: (facts: readonly string[]) => boolean,
): ReadonlySet<StepId> {
  const found = new Set<StepId>()
  for (const id of STEP_IDS) {
    const needs = BUILDS_ON[id]
    const direct = needs[step]
    const isDirect = direct !== undefined && isTouched(direct)
    if (isDirect || [...found].some((other) => needs[other] !== undefined)) found.add(id)
  }
  return found
}

/** After a failure nobody knows any more what the later steps were done with. */
function isChanged(
  before: StepOutcome | undefined,
  after: StepOutcome,
  facts: readonly string[],
): boolean {
  if (before?.state !== 'passed') return true
  const read = (outcome: StepOutcome, fact: string): string | undefined =>
    outcome.result?.facts.find(({ id }) => id === fact)?.value
  return facts.some((fact) => read(before, fact) !== read(after, fact))
}
