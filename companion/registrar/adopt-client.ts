import { randomUUID } from 'node:crypto'
import type { Adoption } from '#shared/contract/registration.ts'
import { registrationPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationRecord } from '../store/schema.ts'
import { takeInformation } from './client-record.ts'

/**
 * The row of a client that was registered elsewhere.
 *
 * @param adoption - Its private key as a JWK in JSON.
 * @param observed - Its row so far, when the lab has seen a stranger register it: what was seen stays.
 */
export function adoptClient(
  vault: Vault,
  { initial_access_token: token, private_key: key, client, ...place }: Adoption,
  observed: RegistrationRecord | undefined,
): RegistrationRecord {
  const id = observed?.id ?? randomUUID()
  const record: RegistrationRecord = {
    asked: {},
    created_at: new Date().toISOString(),
    is_secret_shown: true,
    ...observed,
    id,
    state: 'active',
    origin: 'adopted',
    ...place,
    client_name: client.client_name ?? observed?.client_name ?? client.client_id,
    ...(token !== undefined && {
      initial_access_token: vault.seal(token, registrationPlace(id, 'initial_access_token')),
    }),
    ...(key !== undefined && { client_key: vault.seal(key, registrationPlace(id, 'client_key')) }),
  }
  const information = { ...observed?.granted, ...client }
  return { ...takeInformation(vault, record, { information }), is_unchecked: true }
}
