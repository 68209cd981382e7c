import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import { AppError } from '#shared/errors/app-error.ts'
import type { Driver, ProviderError } from '../providers/driver.ts'

/** A failure of a token call for a person: the provider's words first, then what they mean. */
export function explainTokenError(
  thrown: unknown,
  driver: Pick<Driver, 'label' | 'explain'>,
): unknown {
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof ClientError && thrown.cause instanceof AppError) return thrown.cause
  const refusal = readRefusal(thrown)
  if (refusal) {
    const words = [refusal.error, refusal.description].filter(Boolean).join(': ')
    return new AppError('TOKEN_REFUSED', {
      detail: `${driver.label} answered ${refusal.status}${words ? `: ${words}` : ''}`,
      hint: 'The exchange shows what was sent and what came back.',
      ...driver.explain(refusal),
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
    detail: `The answer cannot be used: ${thrown.message}.`,
    hint: 'Check the provider’s metadata, and whether it offers this call at all.',
    cause: thrown,
  })
}

function readRefusal(thrown: unknown): ProviderError | undefined {
  if (thrown instanceof ResponseBodyError || thrown instanceof WWWAuthenticateChallengeError) {
    const { status } = thrown
    const body = thrown instanceof ResponseBodyError ? thrown : undefined
    return { status, error: body?.error, description: body?.error_description }
  }
  if (thrown instanceof AuthorizationResponseError)
    return { status: 302, error: thrown.error, description: thrown.error_description }
  return undefined
}
