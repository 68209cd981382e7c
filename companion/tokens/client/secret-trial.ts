import type { ClientAuth } from 'openid-client'
import type { Vault } from '../../secrets/vault.ts'
import type { RegistrationRecord } from '../../store/schema.ts'
import { chooseAuthentication } from './client-authentication.ts'

/**
 * The authentication of a client that may hold more than one secret, since its provider has named another
 * one without being asked to: each is tried until one works.
 */
export interface SecretTrial {
  authenticate: ClientAuth
  /** Takes the next secret. @returns Whether there is one. */
  takeNext(): Promise<boolean>
  /** The envelope of the secret in use, where there was more than one to choose from. */
  chosen(): string | undefined
}

/** @param method - The typed method; the granted one when left out. @throws AppError `STEP_NOT_READY`. */
export async function createSecretTrial(
  vault: Vault,
  record: RegistrationRecord,
  method?: string,
): Promise<SecretTrial> {
  const others = record.other_client_secrets ?? []
  const waiting = others.map(({ envelope }) => envelope)
  let chosen = record.client_secret
  let authentication = await chooseAuthentication(vault, record, method)
  return {
    authenticate: (...call) => authentication(...call),
    async takeNext() {
      const client_secret = waiting.shift()
      if (client_secret === undefined) return false
      authentication = await chooseAuthentication(vault, { ...record, client_secret }, method)
      chosen = client_secret
      return true
    },
    chosen: () => (others.length > 0 ? chosen : undefined),
  }
}
