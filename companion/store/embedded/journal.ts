import { type FileHandle, open } from 'node:fs/promises'
import { AppError } from '#shared/errors/app-error.ts'
import type { Change } from '../change.ts'
import { DAMAGE_HINT } from './damage.ts'
import { readEnd, removeEnd, writeEnd } from './journal-end.ts'
import {
  type ChainStart,
  type Damage,
  firstLink,
  formatLine,
  formatStart,
  linkTo,
  readLines,
} from './journal-lines.ts'

export interface RecoveredJournal {
  /** The changes of each transaction, in order. */
  transactions: Change[][]
  /** Bytes of a half-written last line that were cut off. */
  droppedBytes: number
}

/**
 * An append-only file of transactions, one line each, chained, so that a line that is missing is noticed
 * like one that was changed. A batch of lines costs one write and one fdatasync. A file that is closed
 * leaves a note of its length, so that its end cannot be missing unnoticed, either.
 */
export class Journal {
  readonly #path: string
  readonly #file: FileHandle
  #sizeBytes: number
  /** The last link of the chain; absent in a journal of an earlier program, which has none. */
  #link: string | undefined
  #hasEnd = true

  private constructor(path: string, file: FileHandle, state: { sizeBytes: number; link?: string }) {
    this.#path = path
    this.#file = file
    this.#sizeBytes = state.sizeBytes
    this.#link = state.link
  }

  /**
   * Opens or creates the file, reads every line, and cuts off a last line without its line break.
   *
   * @throws AppError `STORE_UNREADABLE` for any other damage; the file is left as it is.
   */
  static async open(
    path: string,
    start: ChainStart,
  ): Promise<{ journal: Journal; recovered: RecoveredJournal }> {
    const file = await open(path, 'a+', 0o600)
    try {
      const bytes = await file.readFile()
      const read = readLines(bytes)
      assertWhole(path, read.damage, read.whole.length)
      const isEmpty = read.whole.length === 0
      // An empty journal is what a start or a snapshot that was cut short has left.
      if (
        !isEmpty &&
        read.start &&
        (read.start.generation !== start.generation || read.start.snapshot !== start.snapshot)
      )
        throw otherSnapshot(path)
      await assertEnd(path, bytes.length)
      const keptBytes = isEmpty ? 0 : read.endBytes
      if (keptBytes < bytes.length) {
        await file.truncate(keptBytes)
        await file.sync()
      }
      const recovered = {
        transactions: read.whole.map(({ changes }) => changes),
        droppedBytes: bytes.length - read.endBytes,
      }
      if (keptBytes > 0) {
        const state = { sizeBytes: keptBytes, ...(read.start && { link: read.link }) }
        return { journal: new Journal(path, file, state), recovered }
      }
      const first = Buffer.from(formatStart(start))
      await file.appendFile(first)
      await file.sync()
      const state = { sizeBytes: first.length, link: firstLink(start) }
      return { journal: new Journal(path, file, state), recovered }
    } catch (error) {
      await file.close()
      throw error
    }
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  /** True for a journal of an earlier program: a snapshot replaces it with one that is chained. */
  get isPlain(): boolean {
    return this.#link === undefined
  }

  /** Resolves once the transactions are on the disk, each as a JSON text of its changes. */
  async append(transactions: readonly string[]): Promise<void> {
    if (this.#link === undefined)
      throw new TypeError('A journal of an earlier program is read only')
    let link = this.#link
    const lines = transactions.map((json) => {
      link = linkTo(link, json)
      return formatLine(link, json)
    })
    const bytes = Buffer.from(lines.join(''))
    if (this.#hasEnd) await removeEnd(this.#path)
    this.#hasEnd = false
    await this.#file.appendFile(bytes)
    await this.#file.datasync()
    this.#sizeBytes += bytes.length
    this.#link = link
  }

  async close(): Promise<void> {
    await this.#file.close()
    // After a refused write the file may hold more than was acknowledged; then there is no note.
    if (!this.#hasEnd) await writeEnd(this.#path, this.#sizeBytes).catch(() => undefined)
  }
}

async function assertEnd(path: string, sizeBytes: number): Promise<void> {
  const end = await readEnd(path)
  if (end === undefined || end <= sizeBytes) return
  throw new AppError('STORE_UNREADABLE', {
    detail: `${path} is damaged: it has ${sizeBytes} of the ${end} bytes that it had when it was closed.`,
    hint: DAMAGE_HINT,
  })
}

function assertWhole(path: string, [first, ...others]: readonly Damage[], whole: number): void {
  if (!first) return
  const more = others.length === 0 ? '' : ` ${others.length} more places are damaged.`
  throw new AppError('STORE_UNREADABLE', {
    detail: `${path} is damaged at line ${first.line}, byte ${first.offset}: ${first.reason}.${more} ${whole} changes in it are whole.`,
    hint: DAMAGE_HINT,
  })
}

function otherSnapshot(path: string): AppError {
  return new AppError('STORE_UNREADABLE', {
    detail: `${path} continues another snapshot than the db.json beside it: one of the two files is older, or missing.`,
    hint: DAMAGE_HINT,
  })
}
