import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

import type { Change } from '../change.ts'

export interface RecoveredJournal {
  /** The changes of each transaction, in order. */
  transactions: Change[][]
  /** Bytes of a half-written tail that were cut off. */
  droppedBytes: number
}

/**
 * An append-only file of transactions, one line each: CRC-32 of the JSON text in hex, a space, the
 * JSON text. A batch of lines costs one write and one fdatasync.
 */
export class Journal {
  readonly #file: FileHandle
  #sizeBytes: number

  private constructor(file: FileHandle, sizeBytes: number) {
    this.#file = file
    this.#sizeBytes = sizeBytes
  }

  /** Opens or creates the file, reads every whole line, and cuts a torn tail off. */
  static async open(path: string): Promise<{ journal: Journal; recovered: RecoveredJournal }> {
    const file = await open(path, 'a+', 0o600)
    const bytes = await file.readFile()
    const { transactions, goodBytes } = readLines(bytes)
    if (goodBytes < bytes.length) {
      await file.truncate(goodBytes)
      await file.sync()
    }
    const recovered = { transactions, droppedBytes: bytes.length - goodBytes }
    return { journal: new Journal(file, goodBytes), recovered }
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  /** Resolves once the transactions are on the disk, each as a JSON text of its changes. */
  async append(transactions: readonly string[]): Promise<void> {
    const bytes = Buffer.from(transactions.map(formatLine).join(''))
    await this.#file.appendFile(bytes)
    await this.#file.datasync()
    this.#sizeBytes += bytes.length
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}

function formatLine(json: string): string {
  return `${formatChecksum(json)} ${json}\n`
}

function formatChecksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0')
}

function readLines(bytes: Buffer): { transactions: Change[][]; goodBytes: number } {
  const transactions: Change[][] = []
  let goodBytes = 0
  for (;;) {
    const end = bytes.indexOf(10, goodBytes)
    if (end < 0) break
    const line = bytes.toString('utf8', goodBytes, end)
    const json = line.slice(9)
    // The first bad line ends the journal: what follows was never acknowledged.
    if (line.slice(0, 8) !== formatChecksum(json)) break
    transactions.push(JSON.parse(json) as Change[])
    goodBytes = end + 1
  }
  return { transactions, goodBytes }
}
