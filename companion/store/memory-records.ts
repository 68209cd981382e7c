import type { IdpRecords } from './idp-records.ts'
import type { Records } from './records.ts'

/** An identity provider that forgets everything when it stops. */
export function createMemoryIdpRecords(): IdpRecords {
  return {
    clients: createMemoryRecords(),
    scopes: createMemoryRecords(),
    apiTokens: createMemoryRecords(),
    settings: createMemoryRecords(),
    keys: createMemoryRecords(),
    entries: createMemoryRecords(),
    dialects: createMemoryRecords(),
  }
}

/** Records that end with the process. */
export function createMemoryRecords<T>(): Records<T> {
  const records = new Map<string, T>()
  const listeners = new Set<(id: string, value: T | undefined) => void>()
  const notify = (id: string): void => {
    for (const listener of listeners) listener(id, records.get(id))
  }
  return {
    get: (id) => records.get(id),
    list: () => [...records.values()],
    async put(id, value) {
      records.set(id, value)
      notify(id)
    },
    async delete(id) {
      records.delete(id)
      notify(id)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
