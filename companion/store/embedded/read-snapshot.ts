import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { Collections } from '../keeper.ts'
import type { RawRow } from '../raw-row.ts'
import { takeTurns } from '../../clock/take-turns.ts'
import { isEarlierHead, readEarlierSnapshot } from './earlier-snapshot.ts'
import { readLinesOfFile } from './read-lines-of-file.ts'
import { isWholeLine, parseLine, type SnapshotEnd, type SnapshotHead } from './snapshot-lines.ts'

const NEWLINE = 10

/** All records of the store at one moment. */
export interface Snapshot {
  version: number
  generation: number
  /** What the first line of this generation's journal names. */
  origin: string
  /** Absent in files of earlier programs. */
  schema?: string
  collections: Collections
}

/** A snapshot as far as it is whole. */
export interface ReadSnapshot {
  /** Absent when not even its version can be read. */
  snapshot: Snapshot | undefined
  /** What is damaged, a sentence each; empty when everything is as it was written. */
  problems: string[]
  sizeBytes: number
}

/** @returns Nothing when there is no such file. */
export async function readSnapshot(path: string): Promise<ReadSnapshot | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!file) return undefined
  try {
    return await readFrom(file, path)
  } finally {
    await file.close()
  }
}

async function readFrom(file: FileHandle, path: string): Promise<ReadSnapshot> {
  const { size: sizeBytes } = await file.stat()
  const reader = new SnapshotReader()
  const turn = takeTurns()
  for await (const lines of readLinesOfFile(file)) {
    if (lines.offset === 0 && isEarlierHead(lines.bytes))
      return { ...(await readEarlierSnapshot(file, path)), sizeBytes }
    reader.take(lines.bytes, lines.isWhole)
    await turn()
  }
  return { ...reader.finish(path), sizeBytes }
}

class SnapshotReader {
  readonly #hash = createHash('sha256')
  readonly #tables = new Map<string, Map<string, unknown>>()
  readonly #unread: number[] = []
  #head: SnapshotHead | undefined
  #end: SnapshotEnd | undefined
  #rows = 0
  #line = 0

  /** @param isWhole - False for what stands behind the last line break. */
  take(bytes: Buffer, isWhole: boolean): void {
    let endsAt = bytes.length
    for (let start = isWhole ? 0 : endsAt; start < bytes.length;) {
      const newline = bytes.indexOf(NEWLINE, start)
      if (this.#takeLine(bytes, start, newline)) endsAt = start
      start = newline + 1
    }
    if (!isWhole) this.#unread.push(this.#line + 1)
    this.#hash.update(bytes.subarray(0, endsAt))
  }

  finish(path: string): Omit<ReadSnapshot, 'sizeBytes'> {
    const head = this.#end ?? this.#head
    if (!head)
      return { snapshot: undefined, problems: [`${path} is damaged: nothing in it can be read.`] }
    const isWhole =
      this.#end?.sha256 === this.#hash.digest('hex') &&
      this.#end.records === this.#rows &&
      this.#unread.length === 0
    const problems = isWhole ? [] : this.#removeDamaged(path)
    const { version, generation, origin, schema } = head
    const collections = Object.fromEntries(this.#tables)
    return { snapshot: { version, generation, origin, schema, collections }, problems }
  }

  /** @returns Whether it is the last line. */
  #takeLine(bytes: Buffer, start: number, newline: number): boolean {
    this.#line += 1
    if (this.#line === 1) {
      this.#head = readHead(bytes.toString('utf8', start, newline))
      return false
    }
    const line = this.#end ? undefined : parseLine(bytes, start, newline)
    if (line?.kind === 'end') {
      this.#end = line.end
      return true
    }
    if (line) {
      const table = this.#tables.get(line.collection) ?? new Map<string, unknown>()
      this.#tables.set(line.collection, table.set(line.id, line.row))
      this.#rows += 1
    } else this.#unread.push(this.#line)
    return false
  }

  /** @returns What is damaged: at least one sentence. */
  #removeDamaged(path: string): string[] {
    const problems: string[] = []
    for (const [name, table] of this.#tables)
      for (const [id, row] of table) {
        if (isWholeLine((row as RawRow).line)) continue
        table.delete(id)
        problems.push(`${path} is damaged: the record ${name}/${id} is lost.`)
      }
    if (this.#unread.length > 0)
      problems.push(`${path} is damaged: line ${this.#unread.join(', ')} cannot be read.`)
    if (!this.#end) problems.push(`${path} is damaged: its end is missing.`)
    return problems.length > 0
      ? problems
      : [`${path} is damaged: its checksum does not match; its records, one by one, are whole.`]
  }
}

function readHead(text: string): SnapshotHead | undefined {
  try {
    const head = JSON.parse(text) as Partial<SnapshotHead>
    return head.format === 'dcr-lab' ? (head as SnapshotHead) : undefined
  } catch {
    return undefined
  }
}
