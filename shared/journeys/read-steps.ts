import type { DialectId } from '../idp/dialects.ts'
import { type DcrProvider, PROVIDER_LABELS } from '../tyk/dcr-options.ts'
import { type AnyStep, getJourney, type JourneyId } from './journeys.ts'
import type { StepId } from './step-ids.ts'
import type { StepText, TARGETS } from './step.ts'

/** What decides how the steps of a run read. */
export interface RunKind {
  journey: JourneyId
  target: (typeof TARGETS)[number]
  provider: DcrProvider
  /** At which dialect, where the embedded provider is used. */
  dialect?: DialectId | undefined
}

/** The provider of the guide: the texts of the steps are about it, others have texts of their own. */
const WRITTEN_FOR: DcrProvider = 'okta'

/** What of a run decides how its steps read; another run of the same kind begins with it. */
export function readKind({ journey, target, provider, dialect }: RunKind): RunKind {
  return { journey, target, provider, ...(dialect !== undefined && { dialect }) }
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
  if (provider !== WRITTEN_FOR) return step.forOthers?.(PROVIDER_LABELS[provider])[target]
  return target === 'provider' ? step.atProvider : undefined
}
