import { crc32 } from 'node:zlib'
import { RawRow } from '../raw-row.ts'

const CHECKSUM_LENGTH = 8
const SPACE = 32
const QUOTE = 34
const BACKSLASH = 92

/** What a snapshot says of itself, in its first line and again in its last. */
export interface SnapshotHead {
  format: 'dcr-lab'
  revision: 3
  version: number
  generation: number
  /** The link that the journal of this generation begins with. */
  origin: string
  schema: string
}

/** The last line: the first one again, and what shows that nothing is missing between the two. */
export interface SnapshotEnd extends SnapshotHead {
  records: number
  /** SHA-256 of everything before this line. */
  sha256: string
}

/** One record as a line: checksum of the rest, collection, id, JSON text. */
export function formatRow(collection: string, id: string, json: string): string {
  const rest = `${collection} ${JSON.stringify(id)} ${json}`
  return `${checksum(rest)} ${rest}\n`
}

export function formatEnd(end: SnapshotEnd): string {
  const rest = `end ${JSON.stringify(end)}`
  return `${checksum(rest)} ${rest}\n`
}

export type SnapshotLine =
  { kind: 'row'; collection: string; id: string; row: RawRow } | { kind: 'end'; end: SnapshotEnd }

/** Reads one line; the text of a record, and whether it is whole, is left for later. @returns Nothing for a line of another form. */
export function parseLine(bytes: Buffer, line: number, end: number): SnapshotLine | undefined {
  const name = line + CHECKSUM_LENGTH + 1
  const nameEnd = bytes.indexOf(SPACE, name)
  if (nameEnd < 0 || nameEnd >= end) return undefined
  const collection = bytes.toString('latin1', name, nameEnd)
  if (collection === 'end') {
    if (!isWholeLine(bytes.subarray(line, end))) return undefined
    return { kind: 'end', end: JSON.parse(bytes.toString('utf8', nameEnd + 1, end)) as SnapshotEnd }
  }
  const idEnd = findQuote(bytes, nameEnd + 2, end)
  if (bytes[nameEnd + 1] !== QUOTE || bytes[idEnd + 1] !== SPACE) return undefined
  const id = readId(bytes, nameEnd + 1, idEnd + 1)
  if (id === undefined) return undefined
  return { kind: 'row', collection, id, row: new RawRow({ bytes, line, json: idEnd + 2, end }) }
}

/** Whether a line is as it was written. */
export function isWholeLine(line: Buffer): boolean {
  return (
    line.toString('latin1', 0, CHECKSUM_LENGTH + 1) ===
    `${checksum(line.subarray(CHECKSUM_LENGTH + 1))} `
  )
}

function readId(bytes: Buffer, start: number, end: number): string | undefined {
  const text = bytes.toString('utf8', start, end)
  if (!text.includes('\\')) return text.slice(1, -1)
  try {
    return JSON.parse(text) as string
  } catch {
    return undefined
  }
}

/** Offset of the quotation mark that ends a JSON string. */
function findQuote(bytes: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    if (bytes[at] === BACKSLASH) at += 1
    else if (bytes[at] === QUOTE) return at
  }
  return end
}

function checksum(content: string | Buffer): string {
  return crc32(content).toString(16).padStart(CHECKSUM_LENGTH, '0')
}
