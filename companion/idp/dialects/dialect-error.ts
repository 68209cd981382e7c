import type { Response } from 'express'
import { type DangerousUri, findDangerousUri } from '#shared/oauth/find-dangerous-uri.ts'

/** A refusal in the words of the dialect: usually `{error, error_description}`. */
export class DialectError extends Error {
  override readonly name = 'DialectError'
  readonly status: number
  readonly body: Record<string, unknown>
  readonly headers: Record<string, string>

  constructor(status: number, body: Record<string, unknown>, headers: Record<string, string> = {}) {
    super(JSON.stringify(body))
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** `{error, error_description}` (RFC 6749 §5.2, RFC 7591 §3.2.2). */
export function refuse(status: number, error: string, error_description?: string): DialectError {
  return new DialectError(status, {
    error,
    ...(error_description !== undefined && { error_description }),
  })
}

/** How a dialect looks at the addresses in client metadata where it is not the common way. */
export interface AddressRules {
  /** Every client, and not the public ones alone, has to be sent back to over https. */
  isHttpsDemanded?: boolean
  /** The refusal in the dialect's words. */
  refuseAddress?: (found: DangerousUri) => Error
}

/** Refuses client metadata with an address that no provider should keep. @throws DialectError 400. */
export function assertHarmless(
  metadata: Readonly<Record<string, unknown>>,
  { isHttpsDemanded, refuseAddress = refuseInOurWords }: AddressRules = {},
): void {
  const found = findDangerousUri(metadata, isHttpsDemanded)
  if (found) throw refuseAddress(found)
}

/** The error code for the member. @see [RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.2) */
export function codeOf({ field }: DangerousUri): string {
  return field.endsWith('redirect_uris') ? 'invalid_redirect_uri' : 'invalid_client_metadata'
}

function refuseInOurWords(found: DangerousUri): DialectError {
  return refuse(400, codeOf(found), `${found.field} ${found.reason}: ${found.uri}`)
}

/** @see [RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750.html#section-3) */
export function refuseToken(error_description: string): DialectError {
  return new DialectError(
    401,
    { error: 'invalid_token', error_description },
    { 'www-authenticate': `Bearer error="invalid_token"` },
  )
}

export function sendDialectError(
  response: Response,
  { status, body, headers }: DialectError,
): void {
  response
    .status(status)
    .set({ 'cache-control': 'no-store', ...headers })
    .json(body)
}
