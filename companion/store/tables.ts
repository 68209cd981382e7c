import type { Readable } from './records.ts'
import type { CollectionName, RecordOf } from './schema.ts'
import type { Transaction } from './transaction.ts'

/** The tables that one room owns or may read: it reaches no others. */
export interface Tables<C extends CollectionName> {
  records<Name extends C>(collection: Name): Readable<RecordOf<Name>>
  /**
   * Runs `change` on the newest state and makes all of its writes durable, or none. It may run again
   * on a newer state where several programs share a keeper, so it does nothing but read, compute and
   * write; the result is that of the run that was kept.
   *
   * @throws AppError `STORE_WRITE_FAILED` when the keeper refuses, and whatever `change` throws.
   */
  transact<T>(change: (transaction: Transaction<C>) => NotAPromise<T>): Promise<T>
}

/** A change that waits would write after its transaction has ended. */
export type NotAPromise<T> = T extends PromiseLike<unknown> ? never : T
