/** One kind of record, by id. Readers see what is durable; a resolved promise means it is on disk. */
export interface Records<T> {
  get(id: string): T | undefined
  /** In order of first insertion. */
  list(): readonly T[]
  /** @throws AppError `STORE_WRITE_FAILED` when the disk refuses; nothing has changed then. */
  put(id: string, value: T): Promise<void>
  /** Deleting what is not there is no error. */
  delete(id: string): Promise<void>
  /**
   * Calls `listener` after each durable change. A promise that it returns is waited for before the
   * change is acknowledged: who changes a record finds it followed everywhere. Returns the way to stop.
   */
  subscribe(listener: RecordListener<T>): () => void
}

export type RecordListener<T> = (id: string, value: T | undefined) => unknown
