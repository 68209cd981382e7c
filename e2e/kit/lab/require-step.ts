import type { Run, RunStep, StepId } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'

/** @throws RangeError when the run has no such step. */
export function getStep({ steps, journey }: Run, id: StepId): RunStep {
  const step = steps.find((candidate) => candidate.id === id)
  if (step) return step
  throw new RangeError(
    `The journey "${journey}" has no step "${id}". Its steps are ${steps.map((one) => one.id).join(', ')}.`,
  )
}

/** @throws AppError with the problem of the step, unless it passed. */
export function requirePassed(run: Run, id: StepId): RunStep {
  const step = getStep(run, id)
  if (step.state === 'passed') return step
  const { problem } = step
  if (!problem) throw new AppError('STEP_NOT_READY', { detail: `Step "${id}" is ${step.state}.` })
  const { title, detail = '' } = problem
  throw AppError.fromProblem({ ...problem, detail: `Step "${id}": ${title}. ${detail}` })
}

/** A value of a step's result, such as `client_id`; secrets are masked. @throws RangeError when there is none. */
export function getFact(step: RunStep, name: string): string {
  const facts = step.result?.facts ?? []
  const fact = facts.find(({ id }) => id === name)
  if (fact) return fact.value
  throw new RangeError(
    `The result of step "${step.id}" has no "${name}". It has ${facts.map(({ id }) => id).join(', ')}.`,
  )
}
