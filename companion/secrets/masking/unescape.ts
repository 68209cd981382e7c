import type { View } from './view.ts'

const PERCENT = 0x25
const AMPERSAND = 0x26
const BACKSLASH = 0x5c

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  "'": "'",
  '/': '/',
  '\\': '\\',
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  colon: ':',
  equals: '=',
  gt: '>',
  lt: '<',
  nbsp: ' ',
  percnt: '%',
  plus: '+',
  quot: '"',
  sol: '/',
}

const PERCENT_ESCAPE = /^%([0-9a-f]{2})/i
const UNICODE_ESCAPE = /^\\u([0-9a-f]{4})(?:\\u([0-9a-f]{4}))?/i
const BYTE_ESCAPE = /^\\x([0-9a-f]{2})/i
const ENTITY = /^&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,6}));?/i
/** The longest escape: two halves of a surrogate pair. */
const MOST_BYTES = 12

/** An escape, and the bytes that it stands for. */
interface Escape {
  length: number
  bytes: Uint8Array
}

/**
 * The same bytes with the escapes of addresses, JSON, JavaScript and HTML resolved.
 *
 * @returns `undefined` when there are none.
 */
export function unescapeView(view: View): View | undefined {
  const source = view.bytes
  if (![PERCENT, AMPERSAND, BACKSLASH].some((sign) => source.includes(sign))) return undefined
  const bytes = new Uint8Array(source.length * 2)
  const starts = new Uint32Array(source.length * 2)
  const ends = new Uint32Array(source.length * 2)
  let size = 0
  let isChanged = false
  const put = (byte: number, from: number, to: number): void => {
    bytes[size] = byte
    starts[size] = from
    ends[size] = to
    size += 1
  }
  for (let at = 0; at < source.length;) {
    const escape = readEscape(source, at)
    const last = at + (escape?.length ?? 1) - 1
    if (escape) for (const byte of escape.bytes) put(byte, at, last)
    else put(source[at] ?? 0, at, at)
    isChanged ||= escape !== undefined
    at = last + 1
  }
  if (!isChanged) return undefined
  return {
    bytes: bytes.subarray(0, size),
    startOf: (at) => view.startOf(starts[at] ?? 0),
    endOf: (at) => view.endOf(ends[at] ?? 0),
  }
}

function readEscape(source: Uint8Array, at: number): Escape | undefined {
  const sign = source[at]
  if (sign !== PERCENT && sign !== AMPERSAND && sign !== BACKSLASH) return undefined
  const text = String.fromCharCode(...source.subarray(at, at + MOST_BYTES))
  if (sign === PERCENT) return readByte(PERCENT_ESCAPE.exec(text))
  if (sign === AMPERSAND) return readEntity(text)
  const short = SHORT_ESCAPES[text.charAt(1)]
  return short === undefined
    ? (readByte(BYTE_ESCAPE.exec(text)) ?? readUnicode(text))
    : { length: 2, bytes: Buffer.from(short) }
}

function readByte(match: RegExpExecArray | null): Escape | undefined {
  if (!match) return undefined
  return { length: match[0].length, bytes: Uint8Array.of(Number.parseInt(match[1] ?? '', 16)) }
}

/** Two escapes that are halves of one character are read together. */
function readUnicode(text: string): Escape | undefined {
  const match = UNICODE_ESCAPE.exec(text)
  if (!match) return undefined
  const [whole, high = '', low = ''] = match
  const pair = String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low || '0', 16))
  const isPair = low !== '' && (pair.codePointAt(0) ?? 0) > 0xffff
  return { length: isPair ? whole.length : 6, bytes: Buffer.from(isPair ? pair : pair.charAt(0)) }
}

function readEntity(text: string): Escape | undefined {
  const match = ENTITY.exec(text)
  if (!match) return undefined
  const [whole, hex, decimal, name = ''] = match
  const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16)
  const character = Number.isNaN(code) ? ENTITIES[name.toLowerCase()] : writeCode(code)
  return character === undefined
    ? undefined
    : { length: whole.length, bytes: Buffer.from(character) }
}

function writeCode(code: number): string | undefined {
  return code <= 0x10_ffff ? String.fromCodePoint(code) : undefined
}
