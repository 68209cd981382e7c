import { addSecret } from './add-secret.ts'
import type { SecretRegistry } from './secret-registry.ts'
import type { Vault } from './vault.ts'

/** A vault whose secrets are masked in all later logs and recorded exchanges. */
export function rememberSecrets(vault: Vault, registry: SecretRegistry): Vault {
  return {
    seal(secret, place) {
      addSecret(registry, secret)
      return vault.seal(secret, place)
    },
    open(envelope, place) {
      const secret = vault.open(envelope, place)
      addSecret(registry, secret)
      return secret
    },
    fingerprint: (secret) => vault.fingerprint(secret),
  }
}
