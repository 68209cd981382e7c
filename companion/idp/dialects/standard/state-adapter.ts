import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'
import type { DialectState } from '../dialect-state.ts'

/** What outlives a restart; sessions, codes and grants live in memory. */
const KEPT = new Set(['Client', 'RegistrationAccessToken', 'InitialAccessToken'])

interface Kept {
  payload: AdapterPayload
  /** Milliseconds since the epoch. */
  endsAtMs?: number
}

interface StateAdapterDeps {
  memory: AdapterFactory
  /** Milliseconds since the epoch. */
  now: () => number
  /** Told of each client that is deleted. */
  onDeletion: (clientId: string) => void
}

/** oidc-provider's storage where it registers clients itself. */
export function createStateAdapter(
  state: DialectState,
  { memory, now, onDeletion }: StateAdapterDeps,
): AdapterFactory {
  return (model) => (KEPT.has(model) ? keptAdapter(model) : memory(model))

  function keptAdapter(model: string): Adapter {
    return {
      async upsert(id, payload, expiresIn) {
        const endsAtMs = expiresIn ? now() + expiresIn * 1000 : undefined
        await state.saveEntry(model, id, { payload, ...(endsAtMs && { endsAtMs }) })
      },
      async find(id) {
        const kept = state.readEntry(model, id) as Kept | undefined
        if (!kept || (kept.endsAtMs !== undefined && kept.endsAtMs <= now())) return undefined
        return kept.payload
      },
      async destroy(id) {
        await state.removeEntry(model, id)
        if (model === 'Client') onDeletion(id)
      },
      findByUid: async () => undefined,
      findByUserCode: async () => undefined,
      consume: async () => undefined,
      revokeByGrantId: async () => undefined,
    }
  }
}
