import type { Change } from './change.ts'
import type { Collections, Keeper, Kept, SavingSnapshot, SnapshotOrder } from './keeper.ts'
import { readCell } from './raw-row.ts'

/**
 * Keeps transactions in memory while this object exists: for tests, and for identity providers without a
 * disk.
 */
export class MemoryKeeper implements Keeper {
  #collections: Collections = {}
  readonly isSnapshotDue = false

  async load(schema: string): Promise<Kept> {
    return { version: 1, schema, collections: copy(this.#collections) }
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

  async beginSnapshot({ collections }: SnapshotOrder): Promise<SavingSnapshot> {
    this.#collections = copy(collections)
    return { written: Promise.resolve() }
  }

  isOwnerAlive(): boolean {
    return false
  }

  async close(): Promise<void> {
    // The kept data stays for the next store that is opened on this keeper.
  }
}

function copy(collections: SnapshotOrder['collections']): Collections {
  return Object.fromEntries(
    Object.entries(collections).map(([name, records]) => [
      name,
      new Map([...records].map(([id, cell]) => [id, structuredClone(readCell(cell))])),
    ]),
  )
}
