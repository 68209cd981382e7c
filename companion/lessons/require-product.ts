import type { Run } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { LessonRooms } from './lesson-rooms.ts'

const MAKERS = {
  api_id: 'There is no API yet.',
  token_id: 'There is no token yet.',
} as const

/** @throws AppError `STEP_NOT_READY` when the steps of the run have not made it yet. */
export function requireProduct(
  { runRecords }: Pick<LessonRooms, 'runRecords'>,
  run: Run,
  name: keyof typeof MAKERS,
): string {
  const id = runRecords.get(run.id)?.products[name]
  if (id !== undefined) return id
  throw new AppError('STEP_NOT_READY', {
    detail: MAKERS[name],
    hint: 'Do the earlier actions of this lesson first.',
  })
}
