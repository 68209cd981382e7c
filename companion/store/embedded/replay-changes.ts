import type { Change } from '../change.ts'
import type { Collections } from '../keeper.ts'

/** Applies transactions to collections, in their order. */
export function replay(collections: Collections, transactions: readonly Change[][]): void {
  for (const [collection, id, value] of transactions.flat()) {
    const table = (collections[collection] ??= new Map<string, unknown>())
    if (value === null) table.delete(id)
    else table.set(id, value)
  }
}
