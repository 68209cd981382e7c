import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncDirectory } from './durable-file.ts'
import { removeEnd, writeEnd } from './journal-end.ts'
import {
  type ChainStart,
  firstLink,
  formatContinued,
  formatLine,
  formatStart,
  linkTo,
} from './journal-lines.ts'

/** Where an existing journal ends. */
export interface JournalPosition {
  generation: number
  /** Bytes that are kept; what stands behind them was never acknowledged. */
  sizeBytes: number
  /** The last link of the chain; absent in a journal of an earlier program, which has none. */
  link: string | undefined
}

/**
 * An append-only file of transactions, one line each, chained, so that a line that is missing is noticed
 * like one that was changed. A batch of lines costs one write and one fdatasync. A file that is closed
 * leaves a note of its length, so that its end cannot be missing unnoticed, either.
 */
export class Journal {
  readonly #path: string
  readonly #file: FileHandle
  readonly #generation: number
  #sizeBytes: number
  #link: string | undefined
  /** Whether a note of the length stands beside the file, or none is needed. */
  #hasEnd = true

  private constructor(path: string, file: FileHandle, position: JournalPosition) {
    this.#path = path
    this.#file = file
    this.#generation = position.generation
    this.#sizeBytes = position.sizeBytes
    this.#link = position.link
  }

  /** An existing journal, cut at the position where it ends. */
  static async reopen(path: string, position: JournalPosition): Promise<Journal> {
    const file = await open(path, 'a', 0o600)
    const { size } = await file.stat()
    if (size > position.sizeBytes) {
      await file.truncate(position.sizeBytes)
      await file.sync()
    }
    return new Journal(path, file, position)
  }

  /** A new journal; a file of this name is written over. */
  static async create(path: string, start: ChainStart): Promise<Journal> {
    await removeEnd(path)
    const file = await open(path, 'w', 0o600)
    try {
      const text = formatStart(start)
      await file.appendFile(text)
      await file.sync()
      await syncDirectory(dirname(path))
      const { generation } = start
      const position = { generation, sizeBytes: Buffer.byteLength(text), link: firstLink(text) }
      return new Journal(path, file, position)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  get generation(): number {
    return this.#generation
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  /** Absent in a journal of an earlier program: a snapshot replaces it with one that is chained. */
  get link(): string | undefined {
    return this.#link
  }

  /** Resolves once the transactions are on the disk, each as a JSON text of its changes. */
  async append(transactions: readonly string[]): Promise<void> {
    let link = this.#chained()
    const lines = transactions.map((json) => {
      link = linkTo(link, json)
      return formatLine(link, json)
    })
    await this.#write(lines.join(''))
    this.#link = link
  }

  /** Says in the file that the next journal continues it; nothing is appended afterwards. */
  async endContinued(): Promise<void> {
    await this.#write(formatContinued(this.#chained()))
    this.#hasEnd = true
  }

  async close(): Promise<void> {
    await this.#file.close()
    if (!this.#hasEnd) await writeEnd(this.#path, this.#sizeBytes).catch(() => undefined)
  }

  #chained(): string {
    if (this.#link !== undefined) return this.#link
    throw new TypeError('A journal of an earlier program is read only')
  }

  async #write(text: string): Promise<void> {
    const bytes = Buffer.from(text)
    if (this.#hasEnd) await removeEnd(this.#path)
    this.#hasEnd = false
    await this.#file.appendFile(bytes)
    await this.#file.datasync()
    this.#sizeBytes += bytes.length
  }
}
