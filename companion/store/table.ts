import type { Readable } from './records.ts'
import type { CollectionName, RecordOf } from './schema.ts'
import type { NotAPromise, Tables } from './tables.ts'

/** One table, for a room that does not know which. */
export interface Table<T> extends Readable<T> {
  /** As `Tables.transact`, for this table. @throws AppError `STORE_WRITE_FAILED`. */
  transact<Result>(change: (rows: Rows<T>) => NotAPromise<Result>): Promise<Result>
}

/** The records of one table inside a change: the newest state, and what the change has written. */
export interface Rows<T> {
  get(id: string): T | undefined
  /** @throws AppError `RECORD_NOT_FOUND`. */
  require(id: string): T
  list(): T[]
  put(id: string, value: T): void
  delete(id: string): void
}

export function tableOf<Names extends CollectionName, C extends Names>(
  tables: Tables<Names>,
  collection: C,
): Table<RecordOf<C>> {
  return {
    ...tables.records(collection),
    transact: (change) =>
      tables.transact((transaction) =>
        change({
          get: (id) => transaction.get(collection, id),
          require: (id) => transaction.require(collection, id),
          list: () => transaction.list(collection),
          put: (id, value) => transaction.put(collection, id, value),
          delete: (id) => transaction.delete(collection, id),
        }),
      ),
  }
}
