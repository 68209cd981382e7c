import { randomBytes } from 'node:crypto'
import type { Response } from 'express'

/** Okta's management errors: code, status and summary, word for word. */
const SUMMARIES = {
  E0000001: [400, 'Api validation failed'],
  E0000003: [400, 'The request body was not well-formed.'],
  E0000007: [404, 'Not found: Resource not found'],
  E0000011: [401, 'Invalid token provided'],
  E0000021: [
    400,
    'Bad request. Accept and/or Content-Type headers likely do not match supported values.',
  ],
  E0000022: [405, 'The endpoint does not support the provided HTTP method'],
} as const

export type OktaErrorCode = keyof typeof SUMMARIES

/**
 * An error of the management API.
 *
 * @param extra - What follows the summary, such as the resource's id.
 * @param causes - Sentences for `errorCauses`.
 *
 * @see [Okta: error codes](https://developer.okta.com/docs/reference/error-codes/)
 */
export class OktaApiError extends Error {
  override readonly name = 'OktaApiError'
  readonly status: number
  readonly body: Record<string, unknown>

  constructor(code: OktaErrorCode, extra = '', causes: readonly string[] = []) {
    const [status, summary] = SUMMARIES[code]
    super(summary + extra)
    this.status = status
    this.body = {
      errorCode: code,
      errorSummary: summary + extra,
      errorLink: code,
      errorId: `oae${randomBytes(15).toString('base64url')}`,
      errorCauses: causes.map((errorSummary) => ({ errorSummary })),
    }
  }
}

/** An error in OAuth's shape: `{error, error_description}` (RFC 6749 §5.2, RFC 7591 §3.2.2). */
export class OktaOAuthError extends Error {
  override readonly name = 'OktaOAuthError'
  readonly status: number
  readonly body: { error: string; error_description: string }

  constructor(status: number, error: string, error_description: string) {
    super(error_description)
    this.status = status
    this.body = { error, error_description }
  }
}

export function sendOktaError(response: Response, error: OktaApiError | OktaOAuthError): void {
  response.status(error.status).set('cache-control', 'no-cache, no-store').json(error.body)
}
