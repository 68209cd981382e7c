import type { TokenOrder } from '#shared/contract/token.ts'
import type { TokenRecord } from '../store/schema.ts'

/** @param nowMs - Milliseconds since the epoch, on the lab's clock. */
export function hasEnded({ expires_at }: TokenRecord, nowMs: number): boolean {
  return expires_at !== undefined && Date.parse(expires_at) <= nowMs
}

/**
 * The request whose answer takes a token's place: with its refresh token, or, where it stands for the
 * client alone, as it was asked for the first time. A token that stands for a person needs that person
 * again, and one that was exchanged needs its subject.
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
