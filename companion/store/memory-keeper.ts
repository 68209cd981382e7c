import type { Change } from './change.ts'
import type { Keeper, Kept } from './keeper.ts'

/**
 * Keeps transactions in memory while this object exists: for tests, and for identity providers without a
 * disk.
 */
export class MemoryKeeper implements Keeper {
  #collections: Kept['collections'] = {}
  readonly isSnapshotDue = false

  async load(): Promise<Kept> {
    return { version: 1, collections: copy(this.#collections) }
  }

  async append(transactions: readonly string[]): Promise<void> {
    for (const transaction of transactions) {
      for (const [collection, id, value] of JSON.parse(transaction) as Change[]) {
        const table = (this.#collections[collection] ??= new Map<string, unknown>())
        if (value === null) table.delete(id)
        else table.set(id, value)
      }
    }
  }

  async saveSnapshot(collections: Kept['collections']): Promise<void> {
    this.#collections = copy(collections)
  }

  isOwnerAlive(): boolean {
    return false
  }

  async close(): Promise<void> {
    // The kept data stays for the next store that is opened on this keeper.
  }
}

function copy(collections: Kept['collections']): Kept['collections'] {
  return Object.fromEntries(
    Object.entries(collections).map(([name, records]) => [name, structuredClone(records)]),
  )
}
