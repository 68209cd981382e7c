import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Adapter } from 'lowdb'
import { AppError } from '#shared/errors/app-error.ts'
import type { Kept } from '../keeper.ts'
import { DAMAGE_HINT } from './damage.ts'
import { replaceFile } from './durable-file.ts'

/** The checksum of the snapshot that there is not. */
export const NO_SNAPSHOT = 'none'

/**
 * The first line of the file. Revision 1 named its checksum `sha256`. A program that knows revision 1 alone
 * would take a chained journal for a torn one; it finds no checksum here, and leaves everything as it is.
 */
interface Header {
  format?: string
  revision?: number
  sha256?: unknown
  digest?: unknown
}

/** All records of the store at one moment. */
export interface Snapshot {
  version: number
  generation: number
  collections: Kept['collections']
}

/** The form in the file: records as pairs, since a JavaScript object would put numeric ids first. */
interface StoredSnapshot extends Omit<Snapshot, 'collections'> {
  collections: Record<string, [id: string, value: unknown][] | Record<string, unknown>>
}

/**
 * lowdb's adapter for the snapshot: a header line with a checksum, then the data. lowdb's own file
 * adapter does not fsync, so an acknowledged change could vanish with the power.
 */
export class SnapshotFile implements Adapter<Snapshot> {
  readonly #path: string
  #sha256 = NO_SNAPSHOT
  #isOfEarlierProgram = false
  #prepared: { snapshot: Snapshot; data: string } | undefined

  constructor(path: string) {
    this.#path = path
  }

  /** SHA-256 of the data that was read or written last; `none` while there is no file. */
  get sha256(): string {
    return this.#sha256
  }

  /** True for a file of revision 1, beside which an earlier program would cut a chained journal off. */
  get isOfEarlierProgram(): boolean {
    return this.#isOfEarlierProgram
  }

  /** @throws AppError `STORE_UNREADABLE` when the file is damaged; it is left as it is. */
  async read(): Promise<Snapshot | null> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (text === undefined) return null
    const lineEnd = text.indexOf('\n')
    const data = text.slice(lineEnd + 1)
    const { sha256, digest } = readHeader(text.slice(0, Math.max(lineEnd, 0)))
    if ((digest ?? sha256) !== checksum(data)) {
      throw new AppError('STORE_UNREADABLE', {
        detail: `${this.#path} is damaged: its checksum does not match.`,
        hint: DAMAGE_HINT,
      })
    }
    this.#sha256 = checksum(data)
    this.#isOfEarlierProgram = digest === undefined
    return readCollections(JSON.parse(data) as StoredSnapshot)
  }

  /** The text of a snapshot is made once, for its checksum and for the next `write`. @returns SHA-256. */
  prepare(snapshot: Snapshot): string {
    const data = formatSnapshot(snapshot)
    this.#prepared = { snapshot, data }
    return checksum(data)
  }

  async write(snapshot: Snapshot): Promise<void> {
    const prepared = this.#prepared
    this.#prepared = undefined
    const data = prepared?.snapshot === snapshot ? prepared.data : formatSnapshot(snapshot)
    const sha256 = checksum(data)
    const header: Header = { format: 'dcr-lab', revision: 2, digest: sha256 }
    await replaceFile(this.#path, `${JSON.stringify(header)}\n${data}`)
    this.#sha256 = sha256
    this.#isOfEarlierProgram = false
  }
}

function formatSnapshot(snapshot: Snapshot): string {
  const collections = Object.fromEntries(
    Object.entries(snapshot.collections).map(([name, records]) => [name, [...records]]),
  )
  return JSON.stringify({ ...snapshot, collections } satisfies StoredSnapshot)
}

/** Files of earlier programs hold each collection as an object. */
function readCollections({ collections, ...snapshot }: StoredSnapshot): Snapshot {
  const tables = Object.entries(collections).map(
    ([name, records]): [string, Map<string, unknown>] => [
      name,
      new Map(Array.isArray(records) ? records : Object.entries(records)),
    ],
  )
  return { ...snapshot, collections: Object.fromEntries(tables) }
}

function readHeader(line: string): Header {
  try {
    const header: unknown = JSON.parse(line)
    return typeof header === 'object' && header !== null ? header : {}
  } catch {
    return {}
  }
}

function checksum(data: string): string {
  return createHash('sha256').update(data).digest('hex')
}
