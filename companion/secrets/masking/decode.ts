import { TAIL_BYTES } from './fingerprints.ts'
import type { View } from './view.ts'

const NONE = 0xff

/** How many bits each byte of an alphabet stands for, and which. */
interface Alphabet {
  bits: 4 | 6
  values: Uint8Array
}

const HEX: Alphabet = { bits: 4, values: readAlphabet(['0123456789abcdef', '0123456789ABCDEF']) }
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
/** Base64 and base64url at once. */
const BASE64: Alphabet = { bits: 6, values: readAlphabet([`${LETTERS}+/`, `${LETTERS}-_`]) }

/**
 * Calls `onView` with each run of hexadecimal or base64 digits decoded, for each place where a group of
 * digits may begin: what stands before a secret shifts its encoding.
 *
 * @see [RFC 4648 §4, §5, §8](https://www.rfc-editor.org/rfc/rfc4648.html#section-4)
 */
export function decodeRuns(view: View, onView: (decoded: View) => void): void {
  const { bytes } = view
  const decodeAll = (alphabet: Alphabet, shifts: number) => (start: number, end: number) => {
    for (let shift = 0; shift < shifts; shift += 1)
      onView(decode(view, alphabet, { start: start + shift, end }))
  }
  const decodeHex = decodeAll(HEX, 2)
  const decodeBase64 = decodeAll(BASE64, 4)
  findRuns({ bytes, start: 0, end: bytes.length }, BASE64, (start, end) => {
    decodeBase64(start, end)
    // Hexadecimal digits are base64 digits, too.
    findRuns({ bytes, start, end }, HEX, decodeHex)
  })
}

interface Part {
  start: number
  /** Excluded. */
  end: number
}

function findRuns(
  part: Part & Pick<View, 'bytes'>,
  { bits, values }: Alphabet,
  onRun: (start: number, end: number) => void,
): void {
  const shortest = Math.ceil((TAIL_BYTES * 8) / bits)
  let { start } = part
  if (part.end - start < shortest) return
  for (let at = start; at <= part.end; at += 1) {
    if (at < part.end && values[part.bytes[at]!] !== NONE) continue
    if (at - start >= shortest) onRun(start, at)
    start = at + 1
  }
}

function decode(view: View, { bits, values }: Alphabet, { start, end }: Part): View {
  const bytes = new Uint8Array(Math.floor(((end - start) * bits) / 8))
  let gathered = 0
  let count = 0
  let size = 0
  for (let at = start; at < end; at += 1) {
    gathered = ((gathered << bits) | values[view.bytes[at]!]!) & 0xfff
    count += bits
    if (count < 8) continue
    count -= 8
    bytes[size] = gathered >> count
    size += 1
  }
  return {
    bytes,
    startOf: (at) => view.startOf(start + Math.floor((at * 8) / bits)),
    endOf: (at) => view.endOf(start + Math.floor((at * 8 + 7) / bits)),
  }
}

function readAlphabet(spellings: readonly string[]): Uint8Array {
  const values = new Uint8Array(256).fill(NONE)
  for (const spelling of spellings)
    Buffer.from(spelling).forEach((byte, value) => (values[byte] = value))
  return values
}
