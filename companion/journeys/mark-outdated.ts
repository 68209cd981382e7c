import type { StepId } from '#shared/contract/run.ts'
import { getJourney } from '#shared/journeys/journeys.ts'
import { findNeeds } from '#shared/journeys/step-needs.ts'
import type { RunRecord, StepOutcome } from '../store/schema.ts'

type Outcomes = RunRecord['outcomes']

/**
 * Files the new outcome of a step. When its result is another one than before, the done steps that
 * build on it, and those that build on them, have to be done again.
 */
export function fileOutcome(
  { journey, outcomes }: Pick<RunRecord, 'journey' | 'outcomes'>,
  step: StepId,
  outcome: StepOutcome,
): Outcomes {
  const filed = { ...outcomes, [step]: outcome }
  if (outcome.state !== 'passed') return filed
  const isTouched = (facts: readonly string[]): boolean => isChanged(outcomes[step], outcome, facts)
  const outdated = findDependents(journey, step, isTouched)
  return Object.fromEntries(
    getJourney(journey).steps.flatMap(({ id }) => {
      const known = filed[id]
      if (!known) return []
      const isOutdated = outdated.has(id) && known.state === 'passed'
      return [[id, isOutdated ? { ...known, outdated_by: step } : known]]
    }),
  )
}

/** The steps stand in the order in which they build on each other, so one walk finds them all. */
function findDependents(
  journey: RunRecord['journey'],
  step: StepId,
  isTouched: (facts: readonly string[]) => boolean,
): ReadonlySet<StepId> {
  const found = new Set<StepId>()
  for (const { id } of getJourney(journey).steps) {
    const needs = findNeeds({ journey, step: id })
    const direct = needs.get(step)
    const isDirect = direct !== undefined && isTouched(direct)
    if (isDirect || [...found].some((other) => needs.has(other))) found.add(id)
  }
  return found
}

/** After a failure it is not known what the later steps were done with. */
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
