import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Change } from '../change.ts'
import { takeTurns } from '../../clock/take-turns.ts'

/** Where the chain of a journal begins, and how its first line says so. */
export interface ChainStart {
  generation: number
  /** The link that the journal before it has ended with; `none` for the first one. */
  origin: string
}

/** What the first journal of a directory continues. */
export const NO_ORIGIN = 'none'

/** A whole line: its own checksum holds, so it can be rescued wherever it stands. */
export interface WholeLine {
  changes: Change[]
  /** Counted from 1. */
  line: number
  /** Whether it follows the line before it. */
  isChained: boolean
}

/** A line that is not as it was written. */
export interface Damage {
  line: number
  /** Offset in bytes. */
  offset: number
  reason: string
}

export interface ReadLines {
  /** Absent in journals of earlier programs, which had no first line and no chain. */
  start: ChainStart | undefined
  whole: WholeLine[]
  damage: Damage[]
  /** Offset behind the last line that has its line break. */
  endBytes: number
  /** The link of the last transaction. */
  link: string
  /** True when the next journal continues this one. */
  isContinued: boolean
}

const NEWLINE = 10
// Revision 2 named the checksum of the snapshot in this place.
const HEADER = /^dcr-lab-journal [23] (\d+) (none|[0-9a-f]{16,64})$/
const CHAINED = /^[0-9a-f]{8} ([0-9a-f]{16}) (.*)$/s
const CHECKSUM_LENGTH = 8
const CONTINUED = '"continued"'
const NOT_WHOLE = 'its checksum does not match'

/** The first line of a journal. */
export function formatStart({ generation, origin }: ChainStart): string {
  return `dcr-lab-journal 3 ${generation} ${origin}\n`
}

/** The last line of a journal that the next one continues. */
export function formatContinued(link: string): string {
  return formatLine(linkTo(link, CONTINUED), CONTINUED)
}

/** The link that the first transaction of a journal follows. */
export function firstLink(start: string): string {
  return linkTo('', start.trimEnd())
}

/** The link of a transaction that follows `before`. */
export function linkTo(before: string, json: string): string {
  return createHash('sha256').update(`${before} ${json}`).digest('hex').slice(0, 16)
}

/** One transaction: checksum of the rest, link of the chain, JSON text. */
export function formatLine(link: string, json: string): string {
  return `${checksum(`${link} ${json}`)} ${link} ${json}\n`
}

/**
 * Reads a journal line by line. A last line without its line break is a write that was cut short: it is
 * not read, unless it is whole. Every other line that is not as it was written is damage, and the lines
 * behind it are still read, so that they can be rescued.
 */
export async function readLines(bytes: Buffer): Promise<ReadLines> {
  const read = new LineReader()
  const turn = takeTurns()
  let offset = 0
  for (;;) {
    const end = bytes.indexOf(NEWLINE, offset)
    if (end < 0) break
    read.take(bytes.subarray(offset, end), offset)
    offset = end + 1
    await turn()
  }
  read.takeTail(bytes.subarray(offset), offset)
  const { start, whole, damage, link, isContinued } = read
  return { start, whole, damage, link, isContinued, endBytes: offset }
}

class LineReader {
  start: ChainStart | undefined
  readonly whole: WholeLine[] = []
  readonly damage: Damage[] = []
  link = ''
  isContinued = false
  #line = 0

  take(bytes: Buffer, offset: number): void {
    this.#line += 1
    const first = this.#line === 1 ? bytes.toString() : ''
    const header = HEADER.exec(first)
    if (header) {
      this.start = { generation: Number(header[1]), origin: header[2] ?? '' }
      this.link = firstLink(first)
      return
    }
    const reason = isWhole(bytes) ? this.#takeWhole(bytes.toString()) : NOT_WHOLE
    if (reason !== undefined) this.damage.push({ line: this.#line, offset, reason })
  }

  /**
   * A tail that is whole but for its last byte was written to its end: its line break was damaged.
   * Nothing else is known about a line without its line break.
   */
  takeTail(bytes: Buffer, offset: number): void {
    if (bytes.length === 0 || !isWhole(bytes.subarray(0, -1))) return
    this.damage.push({ line: this.#line + 1, offset, reason: 'its line break is damaged' })
  }

  #takeWhole(text: string): string | undefined {
    const [, link, json = text.slice(CHECKSUM_LENGTH + 1)] = CHAINED.exec(text) ?? []
    const isFirst = this.link === '' && this.start === undefined
    // Journals of earlier programs have no chain: a checksum and the JSON text.
    const isChained = link === undefined ? isFirst : !isFirst && link === linkTo(this.link, json)
    if (this.isContinued) return 'it stands behind the end'
    if (json === CONTINUED) this.isContinued = true
    else {
      this.whole.push({ changes: JSON.parse(json) as Change[], line: this.#line, isChained })
      if (link !== undefined) this.link = link
    }
    return isChained ? undefined : 'a line before it is missing, or stands twice'
  }
}

/** A checksum, and the bytes that it is of. */
function isWhole(bytes: Buffer): boolean {
  return (
    bytes.toString('latin1', 0, CHECKSUM_LENGTH + 1) ===
    `${checksum(bytes.subarray(CHECKSUM_LENGTH + 1))} `
  )
}

function checksum(content: string | Buffer): string {
  return crc32(content).toString(16).padStart(CHECKSUM_LENGTH, '0')
}
