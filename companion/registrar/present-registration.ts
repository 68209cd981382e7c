import type { Registration } from '#shared/contract/registration.ts'
import type { RegistrationRecord } from '../store/schema.ts'

/** A registration as the control API shows it: secrets are masked or left out. */
export type PresentRegistration = (record: RegistrationRecord) => Registration

/** @param now - Milliseconds since the epoch, on the lab's clock. */
export function createPresentRegistration(now: () => number): PresentRegistration {
  return (record) => {
    const {
      client_secret: _secret,
      client_secret_mask,
      other_client_secrets: others,
      registration_access_token,
      client_key: _key,
      initial_access_token: _token,
      is_secret_shown: _isShown,
      owner: _owner,
      ...rest
    } = record
    const { client_secret_expires_at: endsAt = 0 } = record
    return {
      ...rest,
      ...(client_secret_mask !== undefined && { client_secret: client_secret_mask }),
      ...(others && { other_client_secrets: others.map(({ mask }) => mask) }),
      ...(endsAt > 0 && { client_secret_seconds_left: endsAt - Math.floor(now() / 1000) }),
      has_registration_access_token: registration_access_token !== undefined,
    }
  }
}
