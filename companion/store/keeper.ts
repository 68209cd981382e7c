/** Records by collection, each collection in order of first insertion: `RawRow` or a value. */
export type Collections = Record<string, Map<string, unknown>>

/** The same at one moment, for writing. */
export type CollectionsView = Record<string, Iterable<readonly [id: string, cell: unknown]>>

/** All data of a keeper. */
export interface Kept {
  /** Version of the records' shape: see `embedded/migrations.ts`. */
  version: number
  /** The schemas that every record was checked against before it was kept, as `fingerprint.ts` names them. */
  schema?: string
  collections: Collections
}

/** A snapshot that is being written. */
export interface SavingSnapshot {
  /** Rejects when the disk refuses; everything that was kept is still kept. */
  written: Promise<void>
}

export interface SnapshotOrder {
  collections: CollectionsView
  schema: string
  /**
   * Nothing is appended until the snapshot is written: what was appended last may or may not have been
   * kept, and must not come back.
   */
  isAlone: boolean
}

/**
 * What makes a store's changes durable. The store keeps records in memory and calls one method at a
 * time. Every keeper must pass `testing/keeper-suite.ts`.
 */
export interface Keeper {
  /**
   * Called once, before anything else.
   *
   * @param schema - What this program checks records against before it keeps them.
   * @throws AppError `STORE_LOCKED`, or `STORE_UNREADABLE` when the data is damaged or newer. The kept data
   *   is not changed then.
   */
  load(schema: string): Promise<Kept>
  /**
   * Makes transactions durable, each a JSON text of its changes.
   *
   * Rejects when they may or may not have been kept: the store then saves a snapshot of its acknowledged
   * records, alone, before it appends again.
   */
  append(transactions: readonly string[]): Promise<void>
  /** True once the appended transactions have grown enough to be folded into a snapshot. */
  readonly isSnapshotDue: boolean
  /**
   * Begins to replace everything that was kept before. Unless it is alone, transactions may be appended
   * once this has resolved, while the snapshot is written: they come after it.
   */
  beginSnapshot(order: SnapshotOrder): Promise<SavingSnapshot>
  /** Whether the store that was opened under this name still runs, here or in another process. */
  isOwnerAlive(owner: string): boolean
  close(): Promise<void>
}
