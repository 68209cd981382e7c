import { STATUS_CODES } from 'node:http'
import { AppError } from '#shared/errors/app-error.ts'
import type { ErrorCode } from '#shared/errors/error-catalog.ts'
import type { ClientErrorAnswer } from './answer-client-errors.ts'

const CODES: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: 'REQUEST_FIELDS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TOO_SLOW',
}

/**
 * A problem document for what Node's parser refused.
 *
 * @param code - Node's code of the error.
 *
 * @see [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457.html)
 */
export function renderClientError(code: string | undefined): ClientErrorAnswer {
  const error = new AppError(CODES[code ?? ''] ?? 'REQUEST_MALFORMED')
  return {
    status: `${error.status} ${STATUS_CODES[error.status]}`,
    mediaType: 'application/problem+json',
    text: JSON.stringify(error.toProblem()),
  }
}
