import { chmod, mkdir, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { AppError } from '#shared/errors/app-error.ts'
import { type Change, Journal } from './embedded/journal.ts'
import { claimLock } from './embedded/lock-file.ts'
import { MIGRATIONS, migrate } from './embedded/migrations.ts'
import type { Records } from './records.ts'
import { COLLECTIONS, type CollectionName, type RecordOf } from './schema.ts'
import { type Snapshot, SnapshotFile } from './embedded/snapshot-file.ts'
import { Tables } from './embedded/tables.ts'
import { type Transaction, runTransaction } from './transaction.ts'

const COMPACT_AT_BYTES = 4 * 1024 * 1024

interface Pending {
  change: (transaction: Transaction) => unknown
  resolve: (value: unknown) => void
  reject: (reason: unknown) => void
}

/**
 * Owns the data directory: a snapshot kept by lowdb and a journal of what changed since. Readers see
 * what is on the disk. Changes that arrive together share one fdatasync (group commit).
 */
export class Store {
  readonly #directory: string
  readonly #database: Low<Snapshot>
  readonly #release: () => Promise<void>
  readonly #tables: Tables
  #journal: Journal
  #queue: Pending[] = []
  #draining: Promise<void> | undefined
  #mustCompact = false
  /** Bytes of a half-written tail that were cut off at opening. */
  readonly droppedBytes: number

  private constructor(parts: StoreParts) {
    this.#directory = parts.directory
    this.#database = parts.database
    this.#release = parts.release
    this.#tables = parts.tables
    this.#journal = parts.journal
    this.droppedBytes = parts.droppedBytes
  }

  /**
   * Opens a data directory, creating it when it is not there.
   *
   * @throws AppError `STORE_LOCKED`, or `STORE_UNREADABLE` when the data is damaged, newer, or does
   * not fit the schema. Nothing on the disk is changed then.
   */
  static async open(directory: string): Promise<Store> {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    await chmod(directory, 0o700)
    const release = await claimLock(join(directory, 'lock'))
    try {
      const { isOutdated, ...parts } = await load(directory)
      const store = new Store({ directory, release, ...parts })
      // What is appended from now on is of this version; an old journal must not hold both.
      if (isOutdated) await store.#compact()
      return store
    } catch (error) {
      await release()
      throw error
    }
  }

  /** True after the disk refused a write that was not yet made good. */
  get isReadOnly(): boolean {
    return this.#mustCompact
  }

  records<C extends CollectionName>(collection: C): Records<RecordOf<C>> {
    const table = this.#tables.get(collection)
    return {
      get: (id) => table.get(id) as RecordOf<C> | undefined,
      list: () => [...table.values()] as RecordOf<C>[],
      put: (id, value) => this.transact((transaction) => transaction.put(collection, id, value)),
      delete: (id) => this.transact((transaction) => transaction.delete(collection, id)),
      subscribe: (listener) =>
        this.#tables.subscribe(collection, (id, value) =>
          listener(id, value as RecordOf<C> | undefined),
        ),
    }
  }

  /**
   * Runs `change` against the newest state and makes all of its writes durable, or none.
   *
   * @throws AppError `STORE_WRITE_FAILED` when the disk refuses; memory then still equals the disk.
   */
  transact<T>(change: (transaction: Transaction) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ change, resolve: resolve as (value: unknown) => void, reject })
      this.#startDraining()
    })
  }

  async close(): Promise<void> {
    while (this.#draining) await this.#draining
    await this.#journal.close()
    await this.#release()
  }

  #startDraining(): void {
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined
      // A change may have been asked for after the queue was found empty.
      if (this.#queue.length > 0) this.#startDraining()
    })
  }

  async #drain(): Promise<void> {
    // Everything that is asked for in this turn of the loop joins the first batch.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#queue.length > 0) await this.#commit(this.#queue.splice(0))
    if (this.#journal.sizeBytes > COMPACT_AT_BYTES) await this.#compact().catch(() => undefined)
  }

  async #commit(batch: readonly Pending[]): Promise<void> {
    const overlay = this.#tables.overlay()
    const done: { pending: Pending; result: unknown }[] = []
    const transactions: Change[][] = []
    for (const pending of batch) {
      try {
        const { result, changes } = runTransaction(overlay, pending.change)
        done.push({ pending, result })
        if (changes.length > 0) transactions.push(changes)
      } catch (error) {
        pending.reject(error)
      }
    }
    try {
      await this.#write(transactions)
    } catch (cause) {
      const error = new AppError('STORE_WRITE_FAILED', {
        hint: 'Check the free space and the permissions of the data directory, then try again.',
        cause,
      })
      for (const { pending } of done) pending.reject(error)
      return
    }
    this.#tables.apply(transactions)
    const followers = this.#tables.notify(transactions)
    const acknowledge = (): void => {
      for (const { pending, result } of done) pending.resolve(result)
    }
    if (followers.length === 0) acknowledge()
    // The next batch does not wait for them.
    else void Promise.allSettled(followers).then(acknowledge)
  }

  async #write(transactions: readonly Change[][]): Promise<void> {
    if (transactions.length === 0) return
    // After a refused write nobody knows what the file holds, so it is left behind for a new one.
    if (this.#mustCompact) await this.#compact()
    try {
      await this.#journal.append(transactions)
    } catch (error) {
      this.#mustCompact = true
      throw error
    }
  }

  async #compact(): Promise<void> {
    const generation = this.#database.data.generation + 1
    const path = join(this.#directory, journalName(generation))
    await unlink(path).catch(() => undefined)
    const { journal } = await Journal.open(path)
    this.#database.data = {
      version: MIGRATIONS.length + 1,
      generation,
      collections: this.#tables.toJson(),
    }
    try {
      await this.#database.write()
    } catch (error) {
      this.#database.data.generation = generation - 1
      await journal.close()
      throw error
    }
    await this.#journal.close().catch(() => undefined)
    this.#journal = journal
    this.#mustCompact = false
    await removeOldJournals(this.#directory, generation)
  }
}

interface StoreParts {
  directory: string
  database: Low<Snapshot>
  release: () => Promise<void>
  tables: Tables
  journal: Journal
  droppedBytes: number
}

type Loaded = Omit<StoreParts, 'directory' | 'release'> & { isOutdated: boolean }

async function load(directory: string): Promise<Loaded> {
  const adapter = new SnapshotFile(join(directory, 'db.json'))
  const database = new Low<Snapshot>(adapter, { version: 1, generation: 1, collections: {} })
  await database.read()
  const { generation, version } = database.data
  const path = join(directory, journalName(generation))
  const { journal, recovered } = await Journal.open(path)
  try {
    const replayed = replay(database.data, recovered.transactions)
    const tables = Tables.parse(migrate(replayed).collections, COLLECTIONS)
    await removeOldJournals(directory, generation)
    const isOutdated = version < MIGRATIONS.length + 1
    // The first program wrote no snapshot before its journal had grown: its version is 1, too.
    if (isOutdated && recovered.transactions.length === 0) await stamp(database)
    return {
      database,
      tables,
      journal,
      droppedBytes: recovered.droppedBytes,
      isOutdated: isOutdated && recovered.transactions.length > 0,
    }
  } catch (error) {
    await journal.close()
    throw error
  }
}

/** Writes the version of this program where there is nothing to migrate but the snapshot. */
async function stamp(database: Low<Snapshot>): Promise<void> {
  database.data = migrate(database.data)
  await database.write()
}

/** The journal is replayed before the migration, since it was written in the snapshot's version. */
function replay(snapshot: Snapshot, transactions: readonly Change[][]): Snapshot {
  const collections = structuredClone(snapshot.collections)
  for (const [collection, id, value] of transactions.flat()) {
    const table = (collections[collection] ??= {})
    if (value === null) delete table[id]
    else table[id] = value
  }
  return { ...snapshot, collections }
}

function journalName(generation: number): string {
  return `journal.${generation}.log`
}

async function removeOldJournals(directory: string, generation: number): Promise<void> {
  const names = await readdir(directory)
  const stale = names.filter(
    (name) =>
      (/^journal\.\d+\.log$/.test(name) && name !== journalName(generation)) ||
      name.endsWith('.tmp'),
  )
  await Promise.all(stale.map((name) => unlink(join(directory, name)).catch(() => undefined)))
}
