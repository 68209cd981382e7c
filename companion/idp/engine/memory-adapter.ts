import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'
import { loadEngine } from './engine.ts'

const CAPACITY = 5000

interface Entry {
  payload: AdapterPayload
  endsAtMs: number
}

/**
 * oidc-provider's storage. Clients are read from the dialect's own records; sign-in sessions, codes
 * and grants live in memory, and a restart ends them.
 *
 * @param now - Milliseconds since the epoch, on the clock by which entries end.
 */
export function createAdapterFactory(
  findClient: (id: string) => AdapterPayload | undefined,
  now: () => number,
): AdapterFactory {
  const entries = new Map<string, Entry>()
  const byGrant = new Map<string, Set<string>>()
  return (model) =>
    model === 'Client' ? clientAdapter(findClient) : memoryAdapter(model, { entries, byGrant, now })
}

interface Memory {
  entries: Map<string, Entry>
  byGrant: Map<string, Set<string>>
  now: () => number
}

function memoryAdapter(model: string, { entries, byGrant, now }: Memory): Adapter {
  const keyOf = (id: string): string => `${model}:${id}`
  const find = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key)
    return entry && entry.endsAtMs > now() ? entry.payload : undefined
  }
  const findBy = (name: 'uid' | 'userCode', value: string): AdapterPayload | undefined => {
    for (const [key, { payload }] of entries)
      if (key.startsWith(`${model}:`) && payload[name] === value) return find(key)
    return undefined
  }
  return {
    async upsert(id, payload, expiresIn) {
      entries.set(keyOf(id), { payload, endsAtMs: now() + (expiresIn || 86_400) * 1000 })
      if (payload.grantId !== undefined) {
        const keys = byGrant.get(payload.grantId) ?? new Set()
        byGrant.set(payload.grantId, keys.add(keyOf(id)))
      }
      for (const oldest of entries.keys()) {
        if (entries.size <= CAPACITY) break
        entries.delete(oldest)
      }
    },
    find: async (id) => find(keyOf(id)),
    findByUid: async (uid) => findBy('uid', uid),
    findByUserCode: async (userCode) => findBy('userCode', userCode),
    async consume(id) {
      const entry = entries.get(keyOf(id))
      if (!entry) return
      // Calls at the same time have all found the entry unused; the first of them uses it.
      const isFirst = entry.payload.consumed === undefined
      entry.payload.consumed ??= Math.floor(now() / 1000)
      if (isFirst) return
      const { errors } = await loadEngine()
      throw new errors.InvalidGrant(`${model} was used already`)
    },
    async destroy(id) {
      entries.delete(keyOf(id))
    },
    async revokeByGrantId(grantId) {
      for (const key of byGrant.get(grantId) ?? []) entries.delete(key)
      byGrant.delete(grantId)
    },
  }
}

function clientAdapter(findClient: (id: string) => AdapterPayload | undefined): Adapter {
  const refuse = (): Promise<never> =>
    Promise.reject(new TypeError('Clients are written by the dialect only'))
  return {
    find: async (id) => findClient(id),
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    upsert: refuse,
    consume: refuse,
    destroy: refuse,
    revokeByGrantId: async () => undefined,
  }
}
