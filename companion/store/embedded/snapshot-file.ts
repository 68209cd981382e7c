import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Adapter } from 'lowdb'
import { AppError } from '#shared/errors/app-error.ts'
import type { Kept } from '../keeper.ts'
import { replaceFile } from './durable-file.ts'

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

  constructor(path: string) {
    this.#path = path
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
    if (lineEnd < 0 || readChecksum(text.slice(0, lineEnd)) !== checksum(data)) {
      throw new AppError('STORE_UNREADABLE', {
        detail: `${this.#path} is damaged: its checksum does not match.`,
        hint: 'Nothing was changed. Put a copy of the file back, or start with another --data directory.',
      })
    }
    return readCollections(JSON.parse(data) as StoredSnapshot)
  }

  async write(snapshot: Snapshot): Promise<void> {
    const collections = Object.fromEntries(
      Object.entries(snapshot.collections).map(([name, records]) => [name, [...records]]),
    )
    const data = JSON.stringify({ ...snapshot, collections } satisfies StoredSnapshot)
    const header = JSON.stringify({ format: 'dcr-lab', sha256: checksum(data) })
    await replaceFile(this.#path, `${header}\n${data}`)
  }
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

function readChecksum(header: string): unknown {
  try {
    return (JSON.parse(header) as { sha256?: unknown }).sha256
  } catch {
    return undefined
  }
}

function checksum(data: string): string {
  return createHash('sha256').update(data).digest('hex')
}
