/** All data of a keeper; each collection is in order of first insertion. */
export interface Kept {
  /** Version of the records' shape: see `embedded/migrations.ts`. */
  version: number
  collections: Record<string, Map<string, unknown>>
}

/**
 * What makes a store's changes durable. The store keeps records in memory and calls one method at a
 * time; Every keeper must pass `testing/keeper-suite.ts`.
 */
export interface Keeper {
  /**
   * Called once, before anything else.
   *
   * @throws AppError `STORE_LOCKED`, or `STORE_UNREADABLE` when the data is damaged or newer. The kept data
   *   is not changed then.
   */
  load(): Promise<Kept>
  /**
   * Makes transactions durable, each a JSON text of its changes.
   *
   * Rejects when they may or may not have been kept: the store then saves a snapshot of its acknowledged
   * records before it appends again.
   */
  append(transactions: readonly string[]): Promise<void>
  /** True once the appended transactions have grown enough to be folded into a snapshot. */
  readonly isSnapshotDue: boolean
  /** Replaces everything that was kept before, or rejects and leaves the kept data unchanged. */
  saveSnapshot(collections: Kept['collections']): Promise<void>
  /** Whether the store that was opened under this name still runs, here or in another process. */
  isOwnerAlive(owner: string): boolean
  close(): Promise<void>
}
