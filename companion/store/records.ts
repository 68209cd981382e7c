/** Read access to one collection by id, and a subscription to its changes. Only durable values are read. */
export interface Readable<T> {
  get(id: string): T | undefined
  /** @throws AppError `RECORD_NOT_FOUND`. */
  require(id: string): T
  /** In order of first insertion. This reads every record: of a large table rather `filter` what is needed. */
  list(): readonly T[]
  /**
   * Calls `listener` after each durable change, in the order of the changes. A promise that it returns is
   * awaited before the change is acknowledged. Returns a function that ends the subscription.
   */
  subscribe(listener: RecordListener<T>): () => void
}

/** A table that may be large: its records are found by their outlines, see `OUTLINES` in `schema.ts`. */
export interface Outlined<T, Outline> extends Readable<T> {
  /** The records one by one, for work that is done in slices. */
  each(): Iterable<T>
  /** The outlines of all records, in order of first insertion. */
  outlines(): readonly Outline[]
  /** In order of first insertion. Only the records that match are read. */
  filter(matches: (outline: Outline) => boolean): T[]
}

/** Records that are written one by one. */
export interface Records<T> extends Readable<T> {
  /** @throws AppError `STORE_WRITE_FAILED` when the disk refuses; nothing has changed then. */
  put(id: string, value: T): Promise<void>
  /** Deleting a missing record is no error. */
  delete(id: string): Promise<void>
}

export type RecordListener<T> = (id: string, value: T | undefined) => unknown
