const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g
const MAX_DEPTH = 32

/**
 * Parses a JSON object that every other parser reads the same way: no name twice, not even in
 * another spelling, no `__proto__`, at most 32 levels.
 *
 * @returns The object, or a sentence's end that says what is wrong.
 * @see [RFC 8259 §4](https://www.rfc-editor.org/rfc/rfc8259.html#section-4) "names SHOULD be unique"
 */
export function parseStrictObject(text: string): Record<string, unknown> | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'is not JSON'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'is not a JSON object'
  return findAmbiguity(text) ?? (value as Record<string, unknown>)
}

function findAmbiguity(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = []
  let expectsName = false
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') {
      open.push(token === '{' ? new Set() : undefined)
      expectsName = token === '{'
      if (open.length > MAX_DEPTH) return `is nested more than ${MAX_DEPTH} levels deep`
    } else if (token === '}' || token === ']') {
      open.pop()
    } else if (token === ',') {
      expectsName = open.at(-1) !== undefined
    } else if (expectsName) {
      const problem = takeName(open.at(-1), JSON.parse(token) as string)
      if (problem) return problem
      expectsName = false
    }
  }
  return undefined
}

function takeName(names: Set<string> | undefined, name: string): string | undefined {
  if (name === '__proto__') return 'has a member named __proto__'
  if (names?.has(name)) return 'has a member name twice'
  names?.add(name)
  return undefined
}
