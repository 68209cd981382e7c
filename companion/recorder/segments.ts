import { type FileHandle, open, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Exchange } from '#shared/contract/exchange.ts'
import { makeDirectory } from '../store/embedded/make-directory.ts'
import { readLine } from './line-ring.ts'

const SEGMENT_BYTES = 2 * 1024 * 1024
const KEEP_SEGMENTS = 4
/** Half of what the recorder's ring holds: a line that waits is not overwritten. */
const MOST_WAITING_BYTES = 3 * SEGMENT_BYTES
const DELAY_MS = 200

/**
 * Exchanges on the disk, secrets already masked: one JSON line each, in numbered files of 2 MiB of
 * which the newest four are kept. Written without fsync: they survive a killed process, and a power
 * cut may cost the last second.
 */
export class Segments {
  readonly #directory: string
  #number: number
  #sizeBytes = 0
  /** Stays open, since opening and closing for each write costs more than the write. */
  #file: FileHandle | undefined
  #tail: Promise<void> = Promise.resolve()
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #timer: NodeJS.Timeout | undefined

  private constructor(directory: string, number: number) {
    this.#directory = directory
    this.#number = number
  }

  /**
   * Opens the folder and reads the exchanges of the kept segments, the oldest first.
   *
   * @throws AppError `DIRECTORY_UNUSABLE`.
   */
  static async open(directory: string): Promise<{ segments: Segments; earlier: Line[] }> {
    await makeDirectory(directory)
    const numbers = await listNumbers(directory)
    const files = await Promise.all(
      numbers.slice(-KEEP_SEGMENTS).map((number) => readEnd(join(directory, fileName(number)))),
    )
    const earlier = files.flatMap((bytes) => splitLines(bytes).flatMap(parseLine))
    return { segments: new Segments(directory, (numbers.at(-1) ?? 0) + 1), earlier }
  }

  /**
   * Lines of several calls in a short while become one write. Of more than 6 MiB that wait the oldest are
   * left out.
   *
   * @param line - With its line end.
   */
  append(line: Buffer): void {
    this.#waiting.push(line)
    this.#waitingBytes += line.length
    while (this.#waitingBytes > MOST_WAITING_BYTES)
      this.#waitingBytes -= this.#waiting.shift()?.length ?? this.#waitingBytes
    this.#timer ??= setTimeout(() => void this.flush(), DELAY_MS).unref()
  }

  /** Resolves when all appended lines have reached the file. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#tail = this.#tail.then(() => this.#writeWaiting()).catch(() => undefined)
    return this.#tail
  }

  /** Writes the appended lines, and closes the file. */
  async close(): Promise<void> {
    await this.flush()
    this.#tail = this.#closeFile()
    await this.#tail
  }

  async #writeWaiting(): Promise<void> {
    if (this.#waiting.length === 0) return
    const lines = this.#takeLines()
    if (this.#sizeBytes > SEGMENT_BYTES) await this.#startNext()
    this.#file ??= await open(join(this.#directory, fileName(this.#number)), 'a', 0o600)
    // Copied, since a disk may be slower than the ring of the lines turns.
    const bytes = Buffer.concat(lines)
    await this.#file.appendFile(bytes)
    this.#sizeBytes += bytes.length
    await this.#writeWaiting()
  }

  /** @returns As many of the waiting lines as fill a segment. */
  #takeLines(): Buffer[] {
    let room = SEGMENT_BYTES - this.#sizeBytes
    if (room < 0) room = SEGMENT_BYTES
    const end = this.#waiting.findIndex((line) => (room -= line.length) < 0) + 1
    const lines = this.#waiting.splice(0, end || this.#waiting.length)
    for (const line of lines) this.#waitingBytes -= line.length
    return lines
  }

  async #startNext(): Promise<void> {
    await this.#closeFile()
    this.#number += 1
    this.#sizeBytes = 0
    const numbers = await listNumbers(this.#directory)
    const old = numbers.slice(0, Math.max(0, numbers.length - KEEP_SEGMENTS + 1))
    await Promise.all(old.map((number) => unlink(join(this.#directory, fileName(number)))))
  }

  async #closeFile(): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
  }
}

function fileName(number: number): string {
  return `${String(number).padStart(8, '0')}.jsonl`
}

async function listNumbers(directory: string): Promise<number[]> {
  const names = await readdir(directory)
  return names
    .flatMap((name) => (/^\d{8}\.jsonl$/.test(name) ? [Number.parseInt(name, 10)] : []))
    .sort((a, b) => a - b)
}

/** A segment that an earlier program let grow is read from its end on. */
async function readEnd(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const length = Math.min(size, 2 * SEGMENT_BYTES)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** An exchange and the line of a file that holds it. */
export interface Line {
  exchange: Exchange
  /** JSON with its line end. */
  line: Buffer
}

function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let start = 0, end = 0; start < bytes.length; start = end) {
    const mark = bytes.indexOf('\n', start)
    end = mark === -1 ? bytes.length : mark + 1
    lines.push(bytes.subarray(start, end))
  }
  return lines
}

/** A line that was cut short by a crash is no exchange. */
function parseLine(line: Buffer): Line[] {
  try {
    return [{ exchange: Exchange.parse(readLine(line)), line }]
  } catch {
    return []
  }
}
