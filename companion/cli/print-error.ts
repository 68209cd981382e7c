import { AppError } from '#shared/errors/app-error.ts'

/** Prints to stderr what happened and what to do; bugs of this program with their stack. */
export function printError(thrown: unknown): void {
  const error = AppError.from(thrown)
  if (error.code === 'INTERNAL') {
    console.error(error.cause ?? error)
    return
  }
  console.error(error.message)
  if (error.options.hint) console.error(error.options.hint)
}
