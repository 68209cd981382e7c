import { isSecretName, PRIVATE_KEY_MEMBERS } from '#shared/secrets/secret-names.ts'
import type { SecretRegistry } from './secret-registry.ts'

/** Adds a secret, and the secrets in it when it is JSON: a key, or a whole client of a provider. */
export function addSecret(registry: Pick<SecretRegistry, 'add'>, secret: string): void {
  registry.add(secret)
  if (secret.startsWith('{')) addMembers(registry, parse(secret))
}

function addMembers(registry: Pick<SecretRegistry, 'add'>, value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const isKey = 'kty' in value
  for (const [name, member] of Object.entries(value))
    if (typeof member !== 'string') addMembers(registry, member)
    else if (isSecretName(name) || (isKey && PRIVATE_KEY_MEMBERS.has(name))) registry.add(member)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
