import { type FileHandle, open, readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Exchange } from '#shared/contract/exchange.ts'
import { makeDirectory } from '../store/embedded/make-directory.ts'
import { readLine } from './exchange-lines.ts'

const SEGMENT_BYTES = 2 * 1024 * 1024
const KEEP_SEGMENTS = 4
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
      numbers.map((number) => readFile(join(directory, fileName(number)))),
    )
    const earlier = files.flatMap((bytes) => splitLines(bytes).flatMap(parseLine))
    return { segments: new Segments(directory, (numbers.at(-1) ?? 0) + 1), earlier }
  }

  /** @param lines - Each with its line end. Lines of several calls in a short while become one write. */
  append(lines: readonly Buffer[]): void {
    if (lines.length === 0) return
    this.#waiting.push(...lines)
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
    const lines = this.#waiting
    this.#waiting = []
    if (this.#sizeBytes > SEGMENT_BYTES) await this.#startNext()
    this.#file ??= await open(join(this.#directory, fileName(this.#number)), 'a', 0o600)
    const { bytesWritten } = await this.#file.writev(lines)
    this.#sizeBytes += bytesWritten
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
