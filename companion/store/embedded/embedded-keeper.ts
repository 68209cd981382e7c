import { unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/errors/app-error.ts'
import type { Keeper, Kept, SavingSnapshot, SnapshotOrder } from '../keeper.ts'
import { DAMAGE_HINT } from './damage.ts'
import { journalName, removeOldFiles } from './journal-files.ts'
import { NO_ORIGIN } from './journal-lines.ts'
import { Journal } from './journal.ts'
import { claimLock } from './lock-file.ts'
import { makeDirectory, toDirectoryError } from './make-directory.ts'
import { MIGRATIONS } from './migrations.ts'
import { type OpenSnapshot, openSnapshot, readDirectory } from './read-directory.ts'
import type { SnapshotToWrite } from './snapshot-file.ts'

const COMPACT_AT_BYTES = 4 * 1024 * 1024
/** A large snapshot is not written anew for a few changes: the journal may grow to this part of it. */
const COMPACT_AT_SHARE = 1 / 8

/**
 * Keeps a data directory for one process: a snapshot, which lowdb reads and writes, and a journal of
 * what changed since. Transactions that arrive together share one fdatasync. While a snapshot is written,
 * the next journal already takes what is appended.
 */
export class EmbeddedKeeper implements Keeper {
  readonly #directory: string
  readonly #snapshot: OpenSnapshot
  #journal: Journal | undefined
  #release: (() => Promise<void>) | undefined
  #droppedBytes = 0
  /** True while the data on the disk is of an earlier program than the data in memory. */
  #isOutdated = false
  /** Bytes that were appended since the snapshot; those of the journal that is written now not counted. */
  #earlierBytes = 0
  #dueAtBytes = COMPACT_AT_BYTES
  #isSaving = false

  constructor(directory: string) {
    this.#directory = directory
    this.#snapshot = openSnapshot(directory)
  }

  /** Bytes of a half-written tail that were cut off at opening. */
  get droppedBytes(): number {
    return this.#droppedBytes
  }

  get isSnapshotDue(): boolean {
    if (this.#isSaving) return false
    return this.#isOutdated || this.#sinceBytes() > this.#dueAtBytes
  }

  async load(schema: string): Promise<Kept> {
    await makeDirectory(this.#directory)
    this.#release = await claimLock(join(this.#directory, 'lock')).catch((error: unknown) => {
      throw toDirectoryError(this.#directory, error)
    })
    try {
      return await this.#read(schema)
    } catch (error) {
      await this.close()
      throw error
    }
  }

  async append(transactions: readonly string[]): Promise<void> {
    await this.#opened().append(transactions)
  }

  async beginSnapshot(order: SnapshotOrder): Promise<SavingSnapshot> {
    const old = this.#opened()
    const generation = old.generation + 1
    const origin = old.link ?? NO_ORIGIN
    const { collections, schema, isAlone } = order
    const next = { version: MIGRATIONS.length + 1, generation, origin, schema, collections }
    // A journal of this name is left over from an earlier attempt; nothing in it was acknowledged.
    const journal = await Journal.create(this.#path(generation), { generation, origin })
    if (isAlone) return { written: this.#save(next, { old, journal }) }
    await old.endContinued()
    this.#journal = journal
    this.#earlierBytes += old.sizeBytes
    await old.close()
    return { written: this.#save(next, undefined) }
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

  /** @param exchange - The journals to exchange when the snapshot stands; until then nothing is appended. */
  async #save(
    next: SnapshotToWrite,
    exchange: { old: Journal; journal: Journal } | undefined,
  ): Promise<void> {
    const { database, file } = this.#snapshot
    const before = database.data
    const earlierBytes = this.#earlierBytes
    this.#isSaving = true
    try {
      database.data = next
      await database.write()
      // The store holds the records; lowdb has to remember the generation only.
      database.data = { ...next, collections: {} }
    } catch (error) {
      database.data = before
      await exchange?.journal.close()
      if (exchange) await unlink(this.#path(next.generation)).catch(() => undefined)
      this.#dueAtBytes = this.#sinceBytes() + dueAt(file.sizeBytes)
      throw error
    } finally {
      this.#isSaving = false
    }
    if (exchange) {
      await exchange.old.close().catch(() => undefined)
      this.#journal = exchange.journal
      this.#earlierBytes = 0
    } else this.#earlierBytes -= earlierBytes
    this.#isOutdated = false
    this.#dueAtBytes = dueAt(file.sizeBytes)
    await removeOldFiles(this.#directory, { from: next.generation, to: this.#opened().generation })
  }

  async #read(schema: string): Promise<Kept> {
    const read = await readDirectory(this.#directory, this.#snapshot)
    const { database, file } = this.#snapshot
    assertWhole(this.#directory, read.problems, read.changes)
    const { end, generation } = read
    const start = { generation, origin: NO_ORIGIN }
    const kept = end ? read.kept : { ...read.kept, schema }
    if (end) this.#journal = await Journal.reopen(this.#path(end.generation), end)
    else {
      this.#journal = await Journal.create(this.#path(generation), start)
      database.data = { ...kept, ...start }
      await database.write()
    }
    database.data = { version: kept.version, ...start, collections: {} }
    this.#droppedBytes = read.droppedBytes
    this.#isOutdated = read.isOutdated || kept.schema !== schema
    this.#earlierBytes = read.journalBytes - (end?.sizeBytes ?? 0)
    this.#dueAtBytes = dueAt(file.sizeBytes)
    const to = this.#journal.generation
    await removeOldFiles(this.#directory, { from: generation, to })
    return kept
  }

  #sinceBytes(): number {
    return this.#earlierBytes + (this.#journal?.sizeBytes ?? 0)
  }

  #path(generation: number): string {
    return join(this.#directory, journalName(generation))
  }

  #opened(): Journal {
    if (!this.#journal) throw new TypeError('The keeper is not open')
    return this.#journal
  }
}

function dueAt(snapshotBytes: number): number {
  return Math.max(COMPACT_AT_BYTES, snapshotBytes * COMPACT_AT_SHARE)
}

function assertWhole(
  directory: string,
  [first, ...others]: readonly string[],
  changes: number,
): void {
  if (first === undefined) return
  const more = others.length === 0 ? '' : ` ${others.length} more places are damaged.`
  throw new AppError('STORE_UNREADABLE', {
    detail: `The data in ${directory} is damaged. ${first}${more} ${changes} changes since the last snapshot are whole.`,
    hint: DAMAGE_HINT,
  })
}
