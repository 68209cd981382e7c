import type { Outlined } from './records.ts'
import type { CollectionName, OutlineOf, RecordOf } from './schema.ts'
import type { Transaction } from './transaction.ts'

/** The tables that one room owns or may read; a room has no access to other tables. */
export interface Tables<C extends CollectionName> {
  records<Name extends C>(collection: Name): Outlined<RecordOf<Name>, OutlineOf<Name>>
  /**
   * Runs `change` on the newest state and makes all of its writes durable, or none. Where several programs
   * share a keeper, `change` may run again on a newer state, so `change` must only read, compute and write;
   * the result is that of the execution that was kept.
   *
   * @throws AppError `STORE_WRITE_FAILED` when the keeper refuses, and whatever `change` throws.
   */
  transact<T>(change: (transaction: Transaction<C>) => NotAPromise<T>): Promise<T>
}

/** A change that awaits would write after its transaction has ended. */
export type NotAPromise<T> = T extends PromiseLike<unknown> ? never : T
