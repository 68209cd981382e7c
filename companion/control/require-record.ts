import { AppError } from '#shared/errors/app-error.ts'

/** @throws AppError `RECORD_NOT_FOUND` when there is no such record. */
export function requireRecord<T>(record: T | undefined, what: string, id: string): T {
  if (record === undefined)
    throw new AppError('RECORD_NOT_FOUND', { detail: `No ${what} has the id ${id}.` })
  return record
}
