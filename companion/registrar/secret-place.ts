import type { SecretPlace } from '../secrets/vault.ts'

/** Where the secrets of a registration belong. */
export function secretPlace(id: string, field: string): SecretPlace {
  return { collection: 'registrations', id, field }
}
