import type { ClientInformation } from '#shared/oauth/client-metadata.ts'
import { registrationPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationRecord } from '../store/schema.ts'
import { holdSecret, isHash, replaceSecret } from './client-secrets.ts'
import type { Credentials } from './rescue-client.ts'

export interface ClientAnswer {
  information: ClientInformation
  /** What was not as the standard has it. */
  notes?: readonly string[]
  /** The record as it was when the provider was called; the newest one when left out. */
  began?: RegistrationRecord
  /** Whether the call was made for a new secret. */
  isRotation?: boolean
}

/** Said of an answer whose secret is the hash of one. */
export const HASH_NOTE =
  'The answer’s client_secret looks like the stored hash of a secret, which no token endpoint takes. A secret that was known before is kept.'

/**
 * The record after an answer that carries the client. A token in the answer replaces the stored one at
 * once, a secret as `holdSecret` says; a secret or token that the answer omits stays. Marks of calls that began later stay, and a
 * client that was deleted meanwhile stays deleted.
 *
 * @param record - The newest record.
 * @see [RFC 7592 §3](https://www.rfc-editor.org/rfc/rfc7592.html#section-3)
 */
export function takeInformation(
  vault: Vault,
  record: RegistrationRecord,
  { information, notes = [], began = record, isRotation = false }: ClientAnswer,
): RegistrationRecord {
  if (record.state === 'deleted' && began.state !== 'deleted') return record
  const { client_secret: _secret, registration_access_token: _token, ...rest } = information
  const { client_id: _id, ...granted } = rest
  // The answer proves that the client exists, even after a deletion whose outcome is unknown.
  const { failure, renewal_asked_at, deletion_asked_at, owner: _owner, ...rests } = record
  const { answer_notes: _notes, is_unchecked: _unchecked, ...known } = rests
  const { client_secret: secret, client_secret_expires_at, client_name } = information
  const all = [...notes, ...(secret !== undefined && isHash(secret) ? [HASH_NOTE] : [])]
  return {
    ...known,
    ...(failure !== began.failure && { failure }),
    ...(renewal_asked_at !== began.renewal_asked_at && { renewal_asked_at }),
    ...(deletion_asked_at !== began.deletion_asked_at && { deletion_asked_at }),
    state: 'active',
    ...(all.length > 0 && { answer_notes: all }),
    ...(client_name && { client_name }),
    granted,
    ...sealCredentials(vault, record, { credentials: information, isRotation }),
    ...(client_secret_expires_at !== undefined && { client_secret_expires_at }),
  }
}

/**
 * The record after an answer that could not be kept as a whole. A registration becomes `unknown`; a client
 * that was known keeps its state.
 *
 * @param failure - What happened, and what to do.
 */
export function takeCredentials(
  vault: Vault,
  { owner: _owner, ...record }: RegistrationRecord,
  { credentials, failure }: { credentials: Credentials | undefined; failure: string },
): RegistrationRecord {
  const isOther = record.client_id !== undefined && record.client_id !== credentials?.client_id
  return {
    ...record,
    ...(record.state === 'intent' && { state: 'unknown' }),
    ...(credentials && !isOther && sealCredentials(vault, record, { credentials })),
    failure,
  }
}

function sealCredentials(
  vault: Vault,
  record: RegistrationRecord,
  { credentials, isRotation = false }: { credentials: Credentials; isRotation?: boolean },
) {
  const { client_id, client_secret: secret, registration_access_token: token } = credentials
  const { registration_client_uri } = credentials
  const take = isRotation ? replaceSecret : holdSecret
  return {
    client_id,
    ...(secret !== undefined && take(vault, record, secret)),
    ...(token !== undefined && {
      registration_access_token: vault.seal(
        token,
        registrationPlace(record.id, 'registration_access_token'),
      ),
    }),
    ...(registration_client_uri !== undefined && { registration_client_uri }),
  }
}
