import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { ReadSnapshot, Snapshot } from './read-snapshot.ts'

const NEWLINE = 10

/** The first line of revisions 1 and 2, which named their checksum differently. */
interface Header {
  sha256?: string
  digest?: string
}

/** The rest of the file: one JSON text, each collection as pairs, or as an object in the first release. */
interface Stored {
  version: number
  generation: number
  collections: Record<string, [id: string, value: unknown][] | Record<string, unknown>>
}

/** Whether a file begins as those of earlier programs do. */
export function isEarlierHead(bytes: Buffer): boolean {
  const { sha256, digest } = readHeader(bytes)
  return sha256 !== undefined || digest !== undefined
}

/** Reads a whole file of revision 1 or 2. A damaged one has one checksum for all, so nothing is rescued. */
export async function readEarlierSnapshot(
  file: FileHandle,
  path: string,
): Promise<Omit<ReadSnapshot, 'sizeBytes'>> {
  const { size } = await file.stat()
  const bytes = Buffer.alloc(size)
  await file.read(bytes, 0, size, 0)
  const data = bytes.subarray(bytes.indexOf(NEWLINE) + 1)
  const { sha256, digest } = readHeader(bytes)
  const origin = createHash('sha256').update(data).digest('hex')
  if (origin !== (digest ?? sha256)) {
    return {
      snapshot: undefined,
      problems: [`${path} is damaged: its checksum does not match.`],
    }
  }
  const { version, generation, collections } = JSON.parse(data.toString()) as Stored
  const tables = Object.entries(collections).map(
    ([name, records]): [string, Map<string, unknown>] => [
      name,
      new Map(Array.isArray(records) ? records : Object.entries(records)),
    ],
  )
  const snapshot: Snapshot = {
    version,
    generation,
    origin,
    collections: Object.fromEntries(tables),
  }
  return { snapshot, problems: [] }
}

function readHeader(bytes: Buffer): Header {
  try {
    const head: unknown = JSON.parse(bytes.toString('utf8', 0, bytes.indexOf(NEWLINE)))
    return typeof head === 'object' && head !== null ? head : {}
  } catch {
    return {}
  }
}
