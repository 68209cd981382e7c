import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client'
import type { HttpAnswer } from '../outgoing/http-client.ts'

/** What a refusal tells a client to do next. */
export interface Challenge {
  status: number
  /** Whether there is a WWW-Authenticate header. */
  isThere: boolean
  resource_metadata?: string | undefined
  scope?: string | undefined
  error?: string | undefined
  error_description?: string | undefined
}

/**
 * @see [RFC 9728 §5.1](https://www.rfc-editor.org/rfc/rfc9728.html#section-5.1)
 * @see [RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750.html#section-3)
 */
export function readChallenge({
  status,
  headers,
}: Pick<HttpAnswer, 'status' | 'headers'>): Challenge {
  const answer = new Response(null, { status, headers })
  const { resourceMetadataUrl, scope, error, errorDescription } =
    extractWWWAuthenticateParams(answer)
  return {
    status,
    isThere: answer.headers.has('www-authenticate'),
    resource_metadata: resourceMetadataUrl?.href,
    scope,
    error,
    error_description: errorDescription,
  }
}

/** A refusal that asks for more scope: a wider token would be let through. */
export function isScopeLacking({ status, error }: Challenge): boolean {
  return status === 403 && error === 'insufficient_scope'
}
