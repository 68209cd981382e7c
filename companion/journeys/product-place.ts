import type { SecretPlace } from '../secrets/vault.ts'

/** Where a secret that a run has made belongs. */
export function productPlace(runId: string, field: string): SecretPlace {
  return { collection: 'runs', id: runId, field }
}
