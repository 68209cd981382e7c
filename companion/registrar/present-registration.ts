import type { Registration } from '#shared/contract/registration.ts'
import type { RegistrationRecord } from '../store/schema.ts'

/** A registration as people may see it: secrets as masks or not at all. */
export function presentRegistration(record: RegistrationRecord): Registration {
  const {
    client_secret: _secret,
    client_secret_mask,
    registration_access_token,
    client_key: _key,
    initial_access_token: _token,
    is_secret_shown: _isShown,
    ...rest
  } = record
  return {
    ...rest,
    ...(client_secret_mask !== undefined && { client_secret: client_secret_mask }),
    has_registration_access_token: registration_access_token !== undefined,
  }
}
