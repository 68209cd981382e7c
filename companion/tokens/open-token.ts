import { AppError } from '#shared/errors/app-error.ts'
import { tokenPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Tables } from '../store/tables.ts'

/** @throws AppError `RECORD_NOT_FOUND`, `SECRET_NOT_FOUND`. */
export function openToken(
  { tables, vault }: { tables: Tables<'tokens'>; vault: Vault },
  id: string,
  field: 'access_token' | 'refresh_token' = 'access_token',
): string {
  const sealed = tables.records('tokens').require(id)[field]
  if (sealed !== undefined) return vault.open(sealed, tokenPlace(id, field))
  throw new AppError('SECRET_NOT_FOUND', {
    detail: `The token has no ${field.replace('_', ' ')}.`,
  })
}
