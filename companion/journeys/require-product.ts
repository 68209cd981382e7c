import { AppError } from '#shared/errors/app-error.ts'
import type { ProductName } from '#shared/journeys/products.ts'
import { getStep } from '#shared/journeys/read-steps.ts'
import { findMakingStep } from '#shared/journeys/step-needs.ts'
import type { RunRecord } from '../store/schema.ts'

/**
 * Something that an earlier step of the run made.
 *
 * @throws AppError `STEP_NOT_READY` naming that step.
 */
export function requireProduct(run: RunRecord, name: ProductName): string {
  const value = run.products[name]
  if (value !== undefined) return value
  const maker = findMakingStep(run.journey, name)
  if (!maker) throw new RangeError(`No step of the journey "${run.journey}" makes ${name}`)
  const { number, title } = getStep(run, maker.id)
  throw new AppError('STEP_NOT_READY', {
    detail: `Step ${number}, "${title}", has to be done first.`,
    hint: 'Go back to that step and run it, or use "Run all".',
  })
}
