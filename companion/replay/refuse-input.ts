import { AppError } from '#shared/errors/app-error.ts'

/**
 * A request that cannot be sent as it stands.
 *
 * @param field - The member of the request, such as `token` or `headers.2.value`.
 */
export function refuseInput(field: string, message: string, hint: string): AppError {
  return new AppError('INPUT_INVALID', {
    detail: message,
    hint,
    issues: [{ field, rule: 'replay', message: `${message} ${hint}` }],
  })
}
