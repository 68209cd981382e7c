import type { Records } from '../records.ts'
import type { CollectionName, RecordOf } from '../schema.ts'
import type { Tables } from '../tables.ts'

/** The records of one table, each written alone: for values that do not depend on earlier values. */
export function writableRecords<Names extends CollectionName, C extends Names>(
  tables: Tables<Names>,
  collection: C,
): Records<RecordOf<C>> {
  return {
    ...tables.records(collection),
    put: (id, value) => tables.transact((transaction) => transaction.put(collection, id, value)),
    delete: (id) => tables.transact((transaction) => transaction.delete(collection, id)),
  }
}
