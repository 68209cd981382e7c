import { unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Low } from 'lowdb'
import type { Keeper, Kept } from '../keeper.ts'
import { assertGenerations, hasChanges, journalName, removeOldFiles } from './journal-files.ts'
import { Journal } from './journal.ts'
import { claimLock } from './lock-file.ts'
import { makeDirectory, toDirectoryError } from './make-directory.ts'
import { MIGRATIONS, migrate } from './migrations.ts'
import { replay } from './replay-changes.ts'
import { NO_SNAPSHOT, type Snapshot, SnapshotFile } from './snapshot-file.ts'

const COMPACT_AT_BYTES = 4 * 1024 * 1024

/**
 * Keeps a data directory for one process: a snapshot, which lowdb reads and writes, and a journal of
 * what changed since. Transactions that arrive together share one fdatasync.
 */
export class EmbeddedKeeper implements Keeper {
  readonly #directory: string
  readonly #snapshot: SnapshotFile
  #database: Low<Snapshot> | undefined
  #journal: Journal | undefined
  #release: (() => Promise<void>) | undefined
  #droppedBytes = 0
  /** True while the data on the disk is of an earlier version than the migrated data in memory. */
  #isOutdated = false

  constructor(directory: string) {
    this.#directory = directory
    this.#snapshot = new SnapshotFile(join(directory, 'db.json'))
  }

  /** Bytes of a half-written tail that were cut off at opening. */
  get droppedBytes(): number {
    return this.#droppedBytes
  }

  get isSnapshotDue(): boolean {
    return this.#isOutdated || (this.#journal?.sizeBytes ?? 0) > COMPACT_AT_BYTES
  }

  async load(): Promise<Kept> {
    await makeDirectory(this.#directory)
    this.#release = await claimLock(join(this.#directory, 'lock')).catch((error: unknown) => {
      throw toDirectoryError(this.#directory, error)
    })
    try {
      return await this.#read()
    } catch (error) {
      await this.close()
      throw error
    }
  }

  async append(transactions: readonly string[]): Promise<void> {
    await this.#opened().journal.append(transactions)
  }

  async saveSnapshot(collections: Kept['collections']): Promise<void> {
    const { database, journal: old } = this.#opened()
    const generation = database.data.generation + 1
    const path = join(this.#directory, journalName(generation))
    const next: Snapshot = { version: MIGRATIONS.length + 1, generation, collections }
    const start = { generation, snapshot: this.#snapshot.prepare(next) }
    // A journal of this name is left over from an earlier attempt; nothing in it was acknowledged.
    await unlink(path).catch(() => undefined)
    const { journal } = await Journal.open(path, start)
    const before = database.data
    database.data = next
    try {
      await database.write()
    } catch (error) {
      database.data = before
      await journal.close()
      await unlink(path).catch(() => undefined)
      throw error
    }
    // The store holds the records; lowdb has to remember the generation only.
    database.data.collections = {}
    this.#isOutdated = false
    await old.close().catch(() => undefined)
    this.#journal = journal
    await removeOldFiles(this.#directory, generation)
  }

  /** The lock admits one process at a time, so every other owner has ended. */
  isOwnerAlive(): boolean {
    return false
  }

  async close(): Promise<void> {
    await this.#journal?.close()
    this.#journal = undefined
    await this.#release?.()
    this.#release = undefined
  }

  async #read(): Promise<Kept> {
    // The first release wrote its first snapshot when the journal had grown: without a snapshot the data is
    // version 1.
    const empty: Snapshot = { version: 1, generation: 1, collections: {} }
    const database = new Low<Snapshot>(this.#snapshot, empty)
    await database.read()
    const hasSnapshot = this.#snapshot.sha256 !== NO_SNAPSHOT
    await assertGenerations(this.#directory, hasSnapshot ? database.data.generation : undefined)
    const isNew = !hasSnapshot && !(await hasChanges(this.#directory, 1))
    if (isNew) database.data = { ...empty, version: MIGRATIONS.length + 1 }
    const { generation } = database.data
    const snapshot = isNew ? this.#snapshot.prepare(database.data) : this.#snapshot.sha256
    const path = join(this.#directory, journalName(generation))
    const { journal, recovered } = await Journal.open(path, { generation, snapshot })
    if (isNew) await database.write()
    this.#journal = journal
    this.#database = database
    this.#droppedBytes = recovered.droppedBytes
    // Before the migration, since the journal was written in the snapshot's version.
    const { version: before } = database.data
    replay(database.data.collections, recovered.transactions)
    const { version, collections } = migrate(database.data)
    database.data = { version, generation, collections: {} }
    this.#isOutdated = before < version || journal.isPlain || this.#snapshot.isOfEarlierProgram
    await removeOldFiles(this.#directory, generation)
    return { version, collections }
  }

  #opened(): { database: Low<Snapshot>; journal: Journal } {
    if (!this.#database || !this.#journal) throw new TypeError('The keeper is not open')
    return { database: this.#database, journal: this.#journal }
  }
}
