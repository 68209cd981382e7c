import { AppError } from '../../errors/app-error.ts'

/** Refuses an export that would leave something out: it could change who may call the API. */
export function refuseExport(form: 'OAS' | 'classic', what: readonly string[]): AppError {
  const other = form === 'OAS' ? 'a classic definition' : 'a Tyk OAS document'
  return new AppError('INPUT_INVALID', {
    detail: `This definition cannot be said in Tyk's ${form} form: ${what.join('; ')}.`,
    hint: `Export it as ${other}.`,
    issues: what.map((message) => ({
      field: message.split(' ')[0] ?? '',
      rule: 'unsayable',
      message,
    })),
  })
}
