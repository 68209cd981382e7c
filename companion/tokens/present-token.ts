import type { Token } from '#shared/contract/token.ts'
import type { TokenRecord } from '../store/schema.ts'

/** A token as the control API shows it: masked. */
export function presentToken(record: TokenRecord): Token {
  const { id, registration, run, scope, obtained_at, expires_at, renewed_from, revoked_at } = record
  return {
    id,
    ...(registration !== undefined && { registration }),
    ...(run !== undefined && { run }),
    grant: record.grant ?? 'client_credentials',
    access_token: record.access_token_mask ?? '••••',
    token_type: record.token_type ?? 'bearer',
    ...(scope !== undefined && { scope }),
    obtained_at,
    ...(expires_at !== undefined && { expires_at }),
    ...(renewed_from !== undefined && { renewed_from }),
    ...(revoked_at !== undefined && { revoked_at }),
    has_refresh_token: record.refresh_token !== undefined,
  }
}
