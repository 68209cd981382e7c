import { signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Registration } from '#shared/contract/registration.ts'
import type { RecordCache } from '../../lib/record-cache.ts'

/** As many ids as one request may name. */
const AT_ONCE = 100

/** Clients that other records name by their ids. */
export interface ClientLookup {
  find: (id: string | undefined) => Registration | undefined
  /** True once the companion has said that the ledger has no such client, and without an id. */
  isGone: (id: string | undefined) => boolean
  /** Reads those that are not known yet. */
  need: (ids: readonly string[]) => void
  /** Reads all again that were needed. */
  refresh: () => Promise<void>
  needed: ReadonlySet<string>
}

export function createClientLookup(
  getApi: () => Pick<ApiClient, 'page'>,
  records: RecordCache<Registration>,
): ClientLookup {
  const needed = new Set<string>()
  const gone = signal<ReadonlySet<string>>(new Set())

  async function readSome(ids: readonly string[]): Promise<void> {
    const query = { id: ids.join(','), limit: AT_ONCE }
    const { items } = await records.read(
      () => getApi().page('listRegistrations', { query }),
      (page) => page.items,
    )
    const there = new Set(items.map(({ id }) => id))
    gone.value = new Set([...gone.peek(), ...ids.filter((id) => !there.has(id))])
  }

  async function read(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = ids.slice(at, at + AT_ONCE)
      await readSome(some).catch(() => {
        // They are asked for again when they are needed again.
        for (const id of some) needed.delete(id)
      })
    }
  }

  return {
    needed,
    find: (id) => (id === undefined ? undefined : records.find(id)),
    isGone: (id) => id === undefined || gone.value.has(id),
    need(ids) {
      const fresh = [...new Set(ids)].filter((id) => !needed.has(id) && !records.find(id))
      for (const id of fresh) needed.add(id)
      void read(fresh)
    },
    async refresh() {
      gone.value = new Set()
      await read([...needed])
    },
  }
}
