import { type AnyStep, JOURNEYS } from './journeys.ts'

export type StepId = AnyStep['id']

/** The steps of all journeys, each of them once. */
export const STEP_IDS: readonly StepId[] = [
  ...new Set(JOURNEYS.flatMap(({ steps }) => steps.map(({ id }) => id))),
]
