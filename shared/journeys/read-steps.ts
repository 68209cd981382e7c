import { type DcrProvider, PROVIDER_LABELS } from '../tyk/dcr-options.ts'
import { type AnyStep, getJourney, type JourneyId } from './journeys.ts'
import type { StepId } from './step-ids.ts'
import type { StepText, TARGETS } from './step.ts'

/** What decides how the steps of a run read. */
export interface RunKind {
  journey: JourneyId
  target: (typeof TARGETS)[number]
  provider: DcrProvider
}

/** What of a run decides how its steps read; another run of the same kind begins with it. */
export function readKind({ journey, target, provider }: RunKind): RunKind {
  return { journey, target, provider }
}

/** A step in its place in a journey, in the words for one kind of run. */
export type PlacedStep = AnyStep & StepText & { number: number }

/** The steps of a run in order, numbered from 1. */
export function listSteps(run: RunKind): readonly PlacedStep[] {
  return getJourney(run.journey).steps.map((step, index) => ({
    ...step,
    ...findVariant(step, run),
    number: index + 1,
  }))
}

export function findStep(run: RunKind, id: string): PlacedStep | undefined {
  return listSteps(run).find((step) => step.id === id)
}

/** @throws RangeError when the journey of this run has no such step. */
export function getStep(run: RunKind, id: StepId): PlacedStep {
  const step = findStep(run, id)
  if (!step) throw new RangeError(`The journey "${run.journey}" has no step "${id}"`)
  return step
}

function findVariant(step: AnyStep, { target, provider }: RunKind): Partial<StepText> | undefined {
  if (provider !== 'okta') return step.forOthers?.(PROVIDER_LABELS[provider])[target]
  return target === 'provider' ? step.atProvider : undefined
}
