import type { ClientInformation } from '#shared/oauth/client-metadata.ts'
import { maskSecret } from '#shared/secrets/mask.ts'
import { registrationPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationRecord } from '../store/schema.ts'

/**
 * The record after an answer that carries the client. A secret or token in it takes the place of the
 * stored one at once; one that it leaves out stays.
 *
 * @see [RFC 7592 §3](https://www.rfc-editor.org/rfc/rfc7592.html#section-3)
 */
export function takeInformation(
  vault: Vault,
  record: RegistrationRecord,
  information: ClientInformation,
): RegistrationRecord {
  const { client_secret, registration_access_token, client_id, ...granted } = information
  const { id } = record
  // Whoever answers is there, whatever was begun before.
  const {
    failure: _failure,
    renewal_asked_at: _renewal,
    deletion_asked_at: _deletion,
    ...known
  } = record
  const { client_secret_expires_at, registration_client_uri, client_name } = information
  return {
    ...known,
    state: 'active',
    client_id,
    ...(client_name && { client_name }),
    granted,
    ...(client_secret !== undefined && {
      client_secret: vault.seal(client_secret, registrationPlace(id, 'client_secret')),
      client_secret_mask: maskSecret(client_secret),
    }),
    ...(registration_access_token !== undefined && {
      registration_access_token: vault.seal(
        registration_access_token,
        registrationPlace(id, 'registration_access_token'),
      ),
    }),
    ...(client_secret_expires_at !== undefined && { client_secret_expires_at }),
    ...(registration_client_uri !== undefined && { registration_client_uri }),
  }
}
