import { AppError } from '#shared/errors/app-error.ts'
import type { Tables } from '../store/tables.ts'
import { registrationPlace, runPlace, tokenPlace } from './secret-places.ts'
import type { SecretPlace, Vault } from './vault.ts'

/** The tables with sealed secrets that a person may see. */
type SealedTables = Tables<'registrations' | 'runs' | 'tokens'>

interface Sealed {
  envelope: string | undefined
  place: SecretPlace
}

/**
 * Opens a stored secret by its name, such as `registration/<id>/client_secret`. The control API's
 * reveal route is the only caller.
 *
 * @throws AppError `SECRET_NOT_FOUND`, `SECRET_UNAVAILABLE`.
 */
export function revealSecret(tables: SealedTables, vault: Vault, name: string): string {
  const [kind = '', id = '', field = ''] = name.split('/')
  const sealed = find(tables, { kind, id, field })
  if (sealed?.envelope === undefined)
    throw new AppError('SECRET_NOT_FOUND', { detail: `Nothing is kept under ${name}.` })
  return vault.open(sealed.envelope, sealed.place)
}

function find(
  tables: SealedTables,
  { kind, id, field }: { kind: string; id: string; field: string },
): Sealed | undefined {
  if (kind === 'registration') return findInRegistration(tables, id, field)
  if (kind === 'run') return findInRun(tables, id, field)
  if (kind === 'token' && (field === 'access_token' || field === 'refresh_token'))
    return { envelope: tables.records('tokens').get(id)?.[field], place: tokenPlace(id, field) }
  return undefined
}

function findInRegistration(tables: SealedTables, id: string, field: string): Sealed | undefined {
  if (field !== 'client_secret' && field !== 'registration_access_token') return undefined
  return {
    envelope: tables.records('registrations').get(id)?.[field],
    place: registrationPlace(id, field),
  }
}

/** The developer's password and the API token belong to the run that made them. */
function findInRun(tables: SealedTables, id: string, field: string): Sealed | undefined {
  const run = tables.records('runs').get(id)
  if (field === 'api_token')
    return { envelope: run?.products.api_token, place: runPlace(id, field) }
  if (field !== 'password') return undefined
  const name = 'developer.password'
  return { envelope: run?.kept_secrets[name]?.envelope, place: runPlace(id, name) }
}
