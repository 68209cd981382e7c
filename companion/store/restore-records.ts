import { readCell } from './raw-row.ts'
import type { CollectionName } from './schema.ts'
import type { Transaction } from './transaction.ts'

/** Whether a record that the baseline did not have stays. */
export type IsKept = (collection: CollectionName, record: unknown) => boolean

export interface Restoration {
  name: CollectionName
  /** Cells, which are compared by identity. */
  before: ReadonlyMap<string, unknown>
  now: ReadonlyMap<string, unknown>
  isKept: IsKept
}

/** Puts the records of one collection back to what they were; what is unchanged is not written. */
export function restoreRecords(
  transaction: Transaction,
  { name, before, now, isKept }: Restoration,
): void {
  for (const [id, record] of now)
    if (!before.has(id) && !isKept(name, readCell(record))) transaction.delete(name, id)
  for (const [id, record] of before)
    if (now.get(id) !== record) transaction.put(name, id, readCell(record) as never)
}
