import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import { AppError } from '#shared/errors/app-error.ts'
import type { Driver, ProviderCall, ProviderError } from '../../providers/driver.ts'
import { readProviderError } from '../../providers/provider-error.ts'
import type { HttpAnswer } from '../../outgoing/http-client.ts'
import { describeUnusable } from './unusable-token-answer.ts'

interface Call {
  driver: Pick<Driver, 'label' | 'explain'>
  /** What was asked of the provider. */
  call: ProviderCall
  /** The provider's latest answer; left out when nothing was sent. */
  answer: Pick<HttpAnswer, 'status' | 'text' | 'headers'> | undefined
}

/** openid-client's error codes for an answer that is neither a token nor an error of RFC 6749 §5.2. */
const UNREADABLE: ReadonlySet<unknown> = new Set([
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
])

/**
 * The failure of a token call as a person reads it: the provider's words first, then an explanation. The
 * status is kept, also for Okta's own error format, a proxy's page or an empty answer.
 */
export function explainTokenError(thrown: unknown, { driver, call, answer }: Call): unknown {
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof ClientError && thrown.cause instanceof AppError) return thrown.cause
  const refusal = readRefusal(thrown, answer)
  if (refusal) {
    const words = [refusal.error, refusal.description].filter(Boolean).join(': ')
    return new AppError(call === 'token' ? 'TOKEN_REFUSED' : 'PROVIDER_REJECTED', {
      detail: `${driver.label} answered ${refusal.status}${words ? `: ${words}` : ''}`,
      hint: 'The exchange shows what was sent and what came back.',
      ...driver.explain({ ...refusal, call }),
      cause: thrown,
    })
  }
  if (!(thrown instanceof Error)) return thrown
  const missing = /metadata does not contain a valid "as\.(\w+)"/.exec(thrown.message)?.[1]
  if (missing !== undefined)
    return new AppError('MANAGEMENT_UNAVAILABLE', {
      detail: `The metadata of ${driver.label} names no ${missing}.`,
      hint: 'Nothing was sent. A provider that offers the call says so in its metadata (RFC 8414 §2).',
      cause: thrown,
    })
  return new AppError('PROVIDER_REPLY_INVALID', {
    detail: `${answer ? `${driver.label} answered ${answer.status}, but the` : 'The'} answer cannot be used: ${describeUnusable(thrown, answer)}.`,
    hint: 'Check that the address of the endpoint is right, and that the provider offers this call at all.',
    cause: thrown,
  })
}

function readRefusal(thrown: unknown, answer: Call['answer']): ProviderError | undefined {
  if (thrown instanceof AuthorizationResponseError)
    return { status: 302, error: thrown.error, description: thrown.error_description }
  const isAboutAnswer =
    thrown instanceof ResponseBodyError ||
    thrown instanceof WWWAuthenticateChallengeError ||
    (thrown instanceof ClientError && UNREADABLE.has(thrown.code))
  if (!isAboutAnswer || !answer || answer.status < 400) return undefined
  return readProviderError(answer.status, answer.text)
}
