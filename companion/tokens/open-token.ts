import { AppError } from '#shared/errors/app-error.ts'
import { tokenPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { TokenRecord } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/** @throws AppError `RECORD_NOT_FOUND`. */
export function requireToken(store: Store, id: string): TokenRecord {
  const record = store.records('tokens').get(id)
  if (record) return record
  throw new AppError('RECORD_NOT_FOUND', { detail: `No token has the id ${id}.` })
}

/** @throws AppError `RECORD_NOT_FOUND`, `SECRET_NOT_FOUND`. */
export function openToken(
  { store, vault }: { store: Store; vault: Vault },
  id: string,
  field: 'access_token' | 'refresh_token' = 'access_token',
): string {
  const sealed = requireToken(store, id)[field]
  if (sealed !== undefined) return vault.open(sealed, tokenPlace(id, field))
  throw new AppError('SECRET_NOT_FOUND', {
    detail: `The token has no ${field.replace('_', ' ')}.`,
  })
}
