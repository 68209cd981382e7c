import type { Word } from '#shared/messages/catalogue.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_LIST = 0x5b
const BACKSLASH = 0x5c
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const MAX_DEPTH = 32

/** The object, or what is wrong with it. */
export type StrictObject =
  { object: Record<string, unknown>; problem?: undefined } | { object?: undefined; problem: Word }

/**
 * Parses a JSON object that every other parser reads the same way: no name twice, not even in
 * another spelling, no `__proto__`, at most 32 levels.
 *
 * @see [RFC 8259 §4](https://www.rfc-editor.org/rfc/rfc8259.html#section-4) "names SHOULD be unique"
 */
export function parseStrictObject(text: string): StrictObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: { code: 'JSON_SYNTAX' } }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: { code: 'JSON_NOT_OBJECT' } }
  const problem = findAmbiguity(text)
  return problem ? { problem } : { object: value as Record<string, unknown> }
}

/** Walks over JSON that is known to be valid; by character, since matches cost more than the parsing. */
function findAmbiguity(text: string): Word | undefined {
  const open: (Set<string> | undefined)[] = []
  let expectsName = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) {
      const end = findEnd(text, at)
      const problem = expectsName && takeName(open.at(-1), readName(text.slice(at, end)))
      if (problem) return problem
      expectsName = false
      at = end - 1
    } else if (char === OPEN_OBJECT || char === OPEN_LIST) {
      expectsName = char === OPEN_OBJECT
      open.push(expectsName ? new Set() : undefined)
      if (open.length > MAX_DEPTH) return { code: 'JSON_TOO_DEEP', facts: { limit: MAX_DEPTH } }
    } else if (char === CLOSE_OBJECT || char === CLOSE_LIST) {
      open.pop()
    } else if (char === COMMA) {
      expectsName = open.at(-1) !== undefined
    }
  }
  return undefined
}

/** Behind the quote that closes the text which opens at `start`. */
function findEnd(text: string, start: number): number {
  let at = start + 1
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
  return at + 1
}

function readName(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
}

function takeName(names: Set<string> | undefined, name: string): Word | undefined {
  if (name === '__proto__') return { code: 'JSON_PROTO' }
  if (names?.has(name)) return { code: 'JSON_MEMBER_TWICE' }
  names?.add(name)
  return undefined
}
