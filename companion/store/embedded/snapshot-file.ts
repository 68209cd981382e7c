import { createHash } from 'node:crypto'
import type { Adapter } from 'lowdb'
import type { CollectionsView } from '../keeper.ts'
import { RawRow } from '../raw-row.ts'
import { takeTurns } from '../../clock/take-turns.ts'
import { type Append, replaceFileWith } from './durable-file.ts'
import { readSnapshot, type Snapshot } from './read-snapshot.ts'
import { formatEnd, formatRow, type SnapshotHead } from './snapshot-lines.ts'

const CHUNK_BYTES = 256 * 1024

/** What is written; `Snapshot` is what is read. */
export interface SnapshotToWrite extends Omit<Snapshot, 'collections'> {
  schema: string
  collections: CollectionsView
}

/**
 * lowdb's adapter for the snapshot: a line for each record, written and read in pieces, and a checksum of
 * everything in the last line. lowdb's own file adapter makes one text of all records, and does not fsync,
 * so that an acknowledged change could vanish with the power.
 */
export class SnapshotFile implements Adapter<Snapshot | SnapshotToWrite> {
  readonly #path: string
  #problems: readonly string[] = []
  #sizeBytes = 0

  constructor(path: string) {
    this.#path = path
  }

  /** What the last reading found to be damaged. */
  get problems(): readonly string[] {
    return this.#problems
  }

  /** Of the file that was read or written last. */
  get sizeBytes(): number {
    return this.#sizeBytes
  }

  /** Reads what is whole; see `problems`. @returns Null for a file that is missing, or has nothing whole. */
  async read(): Promise<Snapshot | null> {
    const read = await readSnapshot(this.#path)
    this.#problems = read?.problems ?? []
    this.#sizeBytes = read?.sizeBytes ?? 0
    return read?.snapshot ?? null
  }

  /** Nothing else waits for it longer than for a few milliseconds. */
  async write({ collections, ...head }: Snapshot | SnapshotToWrite): Promise<void> {
    const { version, generation, origin, schema = '' } = head
    const full: SnapshotHead = {
      format: 'dcr-lab',
      revision: 3,
      version,
      generation,
      origin,
      schema,
    }
    this.#sizeBytes = await replaceFileWith(this.#path, (append) =>
      new SnapshotWriter(append).write(full, collections),
    )
  }
}

class SnapshotWriter {
  readonly #append: Append
  readonly #hash = createHash('sha256')
  /** Used again and again: a snapshot would otherwise leave its own size behind as garbage. */
  readonly #buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  #usedBytes = 0

  constructor(append: Append) {
    this.#append = append
  }

  async write(head: SnapshotHead, collections: CollectionsView): Promise<void> {
    const turn = takeTurns()
    let records = 0
    await this.#add(`${JSON.stringify(head)}\n`)
    for (const [name, cells] of Object.entries(collections))
      for (const [id, cell] of cells) {
        records += 1
        await this.#addRow(name, id, cell)
        await turn()
      }
    await this.#flush()
    const sha256 = this.#hash.digest('hex')
    await this.#append(Buffer.from(formatEnd({ ...head, records, sha256 })))
  }

  /** A row that was not changed is copied as it stands. */
  #addRow(name: string, id: string, cell: unknown): Promise<void> | undefined {
    return this.#add(
      cell instanceof RawRow ? cell.lineWithEnd : formatRow(name, id, JSON.stringify(cell)),
    )
  }

  /** @returns Nothing while the piece fits into the buffer. */
  #add(piece: string | Buffer): Promise<void> | undefined {
    const size = typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length
    if (this.#usedBytes + size > CHUNK_BYTES) return this.#addAfterFlush(piece, size)
    if (typeof piece === 'string') this.#buffer.write(piece, this.#usedBytes)
    else piece.copy(this.#buffer, this.#usedBytes)
    this.#usedBytes += size
    return undefined
  }

  async #addAfterFlush(piece: string | Buffer, size: number): Promise<void> {
    await this.#flush()
    if (size <= CHUNK_BYTES) return this.#add(piece)
    await this.#send(typeof piece === 'string' ? Buffer.from(piece) : piece)
  }

  async #flush(): Promise<void> {
    await this.#send(this.#buffer.subarray(0, this.#usedBytes))
    this.#usedBytes = 0
  }

  async #send(bytes: Buffer): Promise<void> {
    this.#hash.update(bytes)
    await this.#append(bytes)
  }
}
