import { hash } from 'node:crypto'
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { takeTurns } from '../../clock/take-turns.ts'
import {
  type CountKeeper,
  type CountSource,
  isCountAlive,
  type KeptCount,
  readCount,
  writeCount,
} from '../limits/kept-count.ts'

const EVERY_MS = 1_000
const MOST_COUNTS = 20_000
/** The file is written anew when it has grown by so much. */
const GROWTH_BYTES = 8 * 1024 * 1024

/**
 * Quotas and rates in a file, written once a second and without fsync: they survive a killed process but for
 * the last second. Names are kept as hashes, since a session is named after a person or a key. A file that
 * cannot be read or written costs the counts, and never a call.
 */
export class CountFile implements CountKeeper {
  readonly #path: string
  /** By hash, the line of the newest count, the longest unchanged first. */
  readonly #lines: Map<string, string>
  #grownBytes = 0
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()

  private constructor(path: string, lines: Map<string, string>) {
    this.#path = path
    this.#lines = lines
  }

  static async open(path: string): Promise<CountFile> {
    const text = await readFile(path, 'utf8').catch(() => '')
    const lines = new Map<string, string>()
    for (const line of text.split('\n')) {
      const [name] = readCount(line) ?? []
      if (name !== undefined) put(lines, name, `${line}\n`)
    }
    const file = new CountFile(path, lines)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(() => undefined)
    await file.#rewrite()
    return file
  }

  recall(name: string): KeptCount | undefined {
    if (this.#lines.size === 0) return undefined
    const line = this.#lines.get(hashName(name))
    return line === undefined ? undefined : readCount(line)?.[1]
  }

  /** Writes once a second what the source has counted. */
  follow(source: CountSource): void {
    this.#timer = setInterval(() => void this.#flush(source), EVERY_MS).unref()
  }

  /** Writes what was counted since the last second. */
  async close(source: CountSource): Promise<void> {
    clearInterval(this.#timer)
    await this.#flush(source)
  }

  #flush(source: CountSource): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write(source)).catch(() => undefined)
    return this.#writing
  }

  async #write(source: CountSource): Promise<void> {
    const turn = takeTurns()
    const written: string[] = []
    for (const [name, count] of source.takeChanges()) {
      const key = hashName(name)
      const line = writeCount(key, count)
      put(this.#lines, key, line)
      written.push(line)
      await turn()
    }
    if (written.length === 0) return
    const text = written.join('')
    await appendFile(this.#path, text, { mode: 0o600 })
    this.#grownBytes += text.length
    if (this.#grownBytes > GROWTH_BYTES) await this.#rewrite()
  }

  /** Without what no longer matters. */
  async #rewrite(): Promise<void> {
    const nowMs = Date.now()
    const turn = takeTurns()
    for (const [key, line] of this.#lines) {
      const count = readCount(line)?.[1]
      if (!count || !isCountAlive(count, nowMs)) this.#lines.delete(key)
      await turn()
    }
    this.#grownBytes = 0
    const temporary = `${this.#path}.tmp`
    await writeFile(temporary, [...this.#lines.values()].join(''), { mode: 0o600 })
      .then(() => rename(temporary, this.#path))
      .catch(() => undefined)
  }
}

function put(lines: Map<string, string>, key: string, line: string): void {
  lines.delete(key)
  lines.set(key, line)
  const [oldest] = lines.keys()
  if (lines.size > MOST_COUNTS && oldest !== undefined) lines.delete(oldest)
}

function hashName(name: string): string {
  return hash('sha256', name, 'base64url')
}
