import type { TokenOrder } from '#shared/contract/token.ts'
import type { TokenRecord } from '../store/schema.ts'

/** @param nowMs - Milliseconds since the epoch, on the lab's clock. */
export function hasEnded({ expires_at }: TokenRecord, nowMs: number): boolean {
  return expires_at !== undefined && Date.parse(expires_at) <= nowMs
}

const EARLY_MS = 10_000
const EARLY_SHARE = 0.1

/**
 * Whether a token has ended or is about to, so that it might end on its way: in the last tenth of its life, and at
 * most ten seconds before its end.
 *
 * @param nowMs - Milliseconds since the epoch, on the lab's clock.
 */
export function isDue({ expires_at, obtained_at }: TokenRecord, nowMs: number): boolean {
  if (expires_at === undefined) return false
  const endMs = Date.parse(expires_at)
  const lifeMs = Math.max(endMs - Date.parse(obtained_at), 0)
  return endMs - Math.min(EARLY_MS, lifeMs * EARLY_SHARE) <= nowMs
}

/**
 * The request whose token replaces an ended token: with the refresh token, or, for a token of the client
 * itself, the first request again. A user's token without a refresh token needs the user again, and an
 * exchanged token needs its subject token.
 */
export function orderRenewal(record: TokenRecord): TokenOrder | undefined {
  const { id, registration, refresh_token, grant = 'client_credentials' } = record
  if (registration === undefined) return undefined
  const common = {
    registration,
    scope: record.scope ?? '',
    audience: record.audience ?? '',
    resource: record.resource,
    dpop: record.dpop_key !== undefined,
  }
  if (refresh_token !== undefined) return { ...common, grant: 'refresh_token', token: id }
  return grant === 'client_credentials' ? { ...common, grant } : undefined
}
