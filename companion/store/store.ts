import { randomUUID } from 'node:crypto'
import { AppError } from '#shared/errors/app-error.ts'
import { EmbeddedKeeper } from './embedded/embedded-keeper.ts'
import { fingerprintSchemas } from './fingerprint.ts'
import type { Keeper, SnapshotOrder } from './keeper.ts'
import { RecordTables } from './record-tables.ts'
import type { Outlined } from './records.ts'
import { COLLECTIONS, type CollectionName, type OutlineOf, type RecordOf } from './schema.ts'
import { limitTables } from './limit-tables.ts'
import { type IsKept, restoreRecords } from './restore-records.ts'
import type { NotAPromise, Tables } from './tables.ts'
import { type CleanRecord, type Transaction, found, runTransaction } from './transaction.ts'

/** The outlines of so many records are made before the store is open; of more, while it is used. */
const OUTLINED_AT_ONCE = 2_000

interface Pending {
  change: (transaction: Transaction) => unknown
  resolve: (value: unknown) => void
  reject: (reason: unknown) => void
}

/** An applied change, and the JSON text that makes it durable. */
interface Done {
  pending: Pending
  result: unknown
  changes: ReturnType<typeof runTransaction>['changes']
}

/**
 * All records, in memory and with a keeper. Readers see durable values only. Changes that arrive together
 * are written together (group commit).
 */
export class Store implements Tables<CollectionName> {
  /** The id of this store, unique among all stores that were ever opened on its keeper. */
  readonly owner = randomUUID()
  readonly #keeper: Keeper
  readonly #tables: RecordTables
  #clean: CleanRecord | undefined
  #queue: Pending[] = []
  #draining: Promise<void> | undefined
  #mustSaveSnapshot = false
  #whenOutlined: Promise<void> = Promise.resolve()
  #isOutlined = false
  /** The snapshot that is being written while changes go on. */
  #saving: Promise<void> = Promise.resolve()

  private constructor(keeper: Keeper, tables: RecordTables) {
    this.#keeper = keeper
    this.#tables = tables
  }

  /**
   * Opens the data of a keeper, or a data directory, which is created when it does not exist.
   *
   * @throws AppError `STORE_LOCKED`, or `STORE_UNREADABLE` when the data is damaged, newer, or does
   * not fit the schema. The kept data is not changed then.
   */
  static async open(place: Keeper | string): Promise<Store> {
    const keeper = typeof place === 'string' ? new EmbeddedKeeper(place) : place
    const { collections, schema } = await keeper.load(fingerprintSchemas())
    try {
      const tables =
        schema === fingerprintSchemas()
          ? await RecordTables.adopt(collections, Object.keys(COLLECTIONS))
          : RecordTables.parse(collections, COLLECTIONS)
      const store = new Store(keeper, tables)
      // Everything appended from now on has this program's version.
      if (keeper.isSnapshotDue) await store.#saveSnapshotAlone()
      store.#whenOutlined = store.#makeOutlines()
      if (tables.size <= OUTLINED_AT_ONCE) await store.#whenOutlined
      return store
    } catch (error) {
      await keeper.close()
      throw error
    }
  }

  /**
   * Resolves when there is an outline of every record. Until then the first `filter` of a large table has to
   * make them, which may hold everything else up for a second.
   */
  whenOutlined(): Promise<void> {
    return this.#whenOutlined
  }

  get isOutlined(): boolean {
    return this.#isOutlined
  }

  /** From now on every record is kept as `clean` returns it: with the secrets in its texts masked. */
  cleanWith(clean: CleanRecord): void {
    this.#clean = clean
  }

  /** True after the keeper refused a write, until a snapshot succeeds. */
  get isReadOnly(): boolean {
    return this.#mustSaveSnapshot
  }

  /** Whether the store with this id still runs. Intents of a store that has ended are settled. */
  isOwnerAlive(owner: string): boolean {
    return owner === this.owner || this.#keeper.isOwnerAlive(owner)
  }

  records<C extends CollectionName>(collection: C): Outlined<RecordOf<C>, OutlineOf<C>> {
    const get = (id: string): RecordOf<C> | undefined =>
      this.#tables.get(collection, id) as RecordOf<C> | undefined
    return {
      get,
      require: (id) => found(get(id), collection, id),
      list: () => this.#tables.list(collection) as RecordOf<C>[],
      each: () => this.#tables.each(collection) as Iterable<RecordOf<C>>,
      outlines: () => this.#tables.outlines(collection) as OutlineOf<C>[],
      filter: (matches) => this.#tables.filter(collection, matches) as RecordOf<C>[],
      subscribe: (listener) =>
        this.#tables.subscribe(collection, (id, value) =>
          listener(id, value as RecordOf<C> | undefined),
        ),
    }
  }

  /** A part of the store for one room, without access to other tables. */
  tables<C extends CollectionName>(...names: readonly C[]): Tables<C> {
    return limitTables(this, new Set<CollectionName>(names))
  }

  transact<T>(change: (transaction: Transaction) => NotAPromise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ change, resolve: resolve as (value: unknown) => void, reject })
      this.#startDraining()
    })
  }

  /**
   * Takes note of all records of some collections.
   *
   * @returns A function that puts them back in one change; `isKept` names newer records that stay.
   */
  takeBaseline(names: readonly CollectionName[]): (isKept: IsKept) => Promise<void> {
    const baseline = names.map((name) => [name, new Map(this.#tables.cells(name))] as const)
    return (isKept) =>
      this.transact((transaction) => {
        for (const [name, records] of baseline)
          restoreRecords(transaction, {
            name,
            before: records,
            now: this.#tables.cells(name),
            isKept,
          })
      })
  }

  async close(): Promise<void> {
    while (this.#draining) await this.#draining
    await this.#saving
    await this.#keeper.close()
  }

  #startDraining(): void {
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined
      // A change may have been asked for after the queue was found empty.
      if (this.#queue.length > 0) this.#startDraining()
    })
  }

  async #drain(): Promise<void> {
    // All changes of this turn of the event loop join the first batch.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#queue.length > 0) await this.#commit(this.#queue.splice(0))
    if (this.#keeper.isSnapshotDue) await this.#beginSnapshot()
  }

  async #commit(batch: readonly Pending[]): Promise<void> {
    const { done, texts } = this.#carryOut(batch)
    try {
      await this.#keep(texts)
    } catch (cause) {
      const error = new AppError('STORE_WRITE_FAILED', {
        hint: 'Check the free space and the permissions of the data directory, then try again.',
        cause,
      })
      for (const { pending } of done) pending.reject(error)
      return
    }
    const transactions = done.map(({ changes }) => changes)
    this.#tables.apply(transactions)
    const followers = this.#tables.notify(transactions)
    const acknowledge = (): void => {
      for (const { pending, result } of done) pending.resolve(result)
    }
    if (followers.length === 0) acknowledge()
    // The next batch does not wait for the listeners.
    else void Promise.allSettled(followers).then(acknowledge)
  }

  /** A change that throws, or cannot be written as JSON, does not fail the others of its batch. */
  #carryOut(batch: readonly Pending[]): { done: Done[]; texts: string[] } {
    const overlay = this.#tables.overlay()
    const done: Done[] = []
    const texts: string[] = []
    for (const pending of batch) {
      try {
        const { result, changes } = runTransaction(overlay, pending.change, this.#clean)
        if (changes.length > 0) texts.push(JSON.stringify(changes))
        overlay.apply(changes)
        done.push({ pending, result, changes })
      } catch (error) {
        pending.reject(error)
      }
    }
    return { done, texts }
  }

  async #keep(texts: readonly string[]): Promise<void> {
    if (texts.length === 0) return
    // After a refused write the keeper may hold more than was acknowledged.
    if (this.#mustSaveSnapshot) await this.#saveSnapshotAlone()
    try {
      await this.#keeper.append(texts)
    } catch (error) {
      this.#mustSaveSnapshot = true
      throw error
    }
  }

  async #makeOutlines(): Promise<void> {
    await this.#tables.makeOutlines()
    this.#isOutlined = true
  }

  async #saveSnapshotAlone(): Promise<void> {
    await this.#saving
    const { written } = await this.#keeper.beginSnapshot(this.#orderSnapshot(true))
    await written
    this.#mustSaveSnapshot = false
  }

  /** A snapshot that fails is tried again later; everything is in the journals until then. */
  async #beginSnapshot(): Promise<void> {
    try {
      const { written } = await this.#keeper.beginSnapshot(this.#orderSnapshot(false))
      this.#saving = written.catch(() => undefined)
    } catch {
      this.#mustSaveSnapshot = true
    }
  }

  #orderSnapshot(isAlone: boolean): SnapshotOrder {
    return { collections: this.#tables.view(), schema: fingerprintSchemas(), isAlone }
  }
}
