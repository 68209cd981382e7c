import { getJourney, type AnyStep, type JourneyId } from './journeys.ts'
import type { StepId } from './step-ids.ts'

/** The step before which something is needed. */
interface Need {
  journey: JourneyId
  step: StepId
}

/** Which facts of which earlier steps a step needs: when one of them changes, it has to be done again. */
export function findNeeds({ journey, step }: Need): ReadonlyMap<StepId, readonly string[]> {
  const { steps } = getJourney(journey)
  const index = steps.findIndex(({ id }) => id === step)
  const needs = new Map<StepId, string[]>()
  for (const fact of steps[index]?.needs ?? []) {
    const maker = steps.slice(0, index).findLast(({ makes }) => makes.facts?.includes(fact))
    if (maker) needs.set(maker.id, [...(needs.get(maker.id) ?? []), fact])
  }
  return needs
}

/** All steps that have to be done before this one, in their order. */
export function listNeeds({ journey, step }: Need): readonly StepId[] {
  const all = new Set<StepId>()
  for (const id of findNeeds({ journey, step }).keys())
    for (const each of [...listNeeds({ journey, step: id }), id]) all.add(each)
  const { steps } = getJourney(journey)
  return steps.map(({ id }) => id).filter((id) => all.has(id))
}

/** The step of a journey that keeps this product with the run. */
export function findMakingStep(journey: JourneyId, product: string): AnyStep | undefined {
  return getJourney(journey).steps.find(({ makes }) =>
    [...(makes.products ?? []), ...(makes.secrets ?? [])].some((name) => name === product),
  )
}
