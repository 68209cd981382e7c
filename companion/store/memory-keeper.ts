import type { Change } from './change.ts'
import type { Keeper, Kept } from './keeper.ts'

/** Keeps transactions as long as this object lives: for tests, and for providers that forget. */
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
    // What was kept stays for the next store that is opened on it.
  }
}

function copy(collections: Kept['collections']): Kept['collections'] {
  return Object.fromEntries(
    Object.entries(collections).map(([name, records]) => [name, structuredClone(records)]),
  )
}
