import type { Registration } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { findMakingStep } from '#shared/journeys/step-needs.ts'
import type { Registrar } from '../registrar/registrar.ts'
import type { StepContext } from './step-context.ts'

/**
 * The client that this run registered.
 *
 * @throws AppError `STEP_NOT_READY` while there is none, and once it was deleted.
 */
export function requireClient(
  context: StepContext<unknown>,
  registrar: Registrar,
): Registration & { client_id: string } {
  const registration = registrar.get(context.require('registration_id'))
  const { client_id, state } = registration ?? {}
  if (registration && client_id !== undefined && state === 'active')
    return { ...registration, client_id }
  const maker = findMakingStep(context.run.journey, 'registration_id')?.id
  const place = context.nameStep(maker)
  throw new AppError('STEP_NOT_READY', {
    detail:
      state === 'deleted'
        ? `The client was deleted. Register another one in ${place}.`
        : `Register a client in ${place} first.`,
    ...(maker && { fixes: [{ label: `Go to ${place}`, step: maker, inputs: {} }] }),
  })
}
