import type { Change } from './embedded/journal.ts'
import { COLLECTIONS, type CollectionName, type RecordOf } from './schema.ts'
import type { Overlay } from './embedded/tables.ts'

/** Reads and writes inside one all-or-nothing change. */
export interface Transaction {
  get<C extends CollectionName>(collection: C, id: string): RecordOf<C> | undefined
  list<C extends CollectionName>(collection: C): RecordOf<C>[]
  /** @throws ZodError when the value does not fit its schema: our own mistake. */
  put<C extends CollectionName>(collection: C, id: string, value: RecordOf<C>): void
  delete(collection: CollectionName, id: string): void
}

/** Runs a change on top of an overlay; a change that throws leaves no trace. */
export function runTransaction<T>(
  overlay: Overlay,
  change: (transaction: Transaction) => T,
): { result: T; changes: Change[] } {
  const changes: Change[] = []
  const find = (collection: string, id: string): unknown => {
    const own = changes.findLast((entry) => entry[0] === collection && entry[1] === id)
    return own ? (own[2] ?? undefined) : overlay.get(collection, id)
  }
  const result = change({
    get: (collection, id) => find(collection, id) as never,
    list: (collection) => overlay.list(collection, changes) as never,
    put: (collection, id, value) => {
      changes.push([collection, id, COLLECTIONS[collection].parse(value)])
    },
    delete: (collection, id) => {
      if (find(collection, id) !== undefined) changes.push([collection, id, null])
    },
  })
  overlay.apply(changes)
  return { result, changes }
}
