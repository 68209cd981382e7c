/**
 * Members in which servers put their words: OAuth, Okta, Keycloak's administration, RFC 9457, Spring, FastAPI,
 * Express, Rails, WSO2. In the order in which the words are shown.
 */
const WORDS = [
  'error_description',
  'errorDescription',
  'errorMessage',
  'errorSummary',
  'error_message',
  'error_hint',
  'error_debug',
  'message',
  'msg',
  'title',
  'detail',
  'details',
  'description',
  'reason',
  'hint',
  'errorCauses',
  'errors',
  'error',
]

/** Members that name where something is wrong. */
const PLACES = ['field', 'loc', 'path', 'param', 'property', 'pointer']

const MOST_PARTS = 20
const DEEPEST = 4

/**
 * All words in an error document, whatever framework wrote it, each once, in one line.
 *
 * @param known - A word that stands elsewhere already.
 * @returns `undefined` where there are none.
 */
export function collectWords(body: unknown, known?: string): string | undefined {
  const found = [...new Set(listWords(body, 0))].filter((word) => word !== known)
  return found.length === 0 ? undefined : found.slice(0, MOST_PARTS).join(': ')
}

function listWords(value: unknown, depth: number): string[] {
  if (depth > DEEPEST) return []
  if (typeof value === 'string') return readText(value, depth)
  if (Array.isArray(value)) {
    const parts = value.slice(0, MOST_PARTS).map((one) => listWords(one, depth + 1).join(': '))
    const text = parts.filter(Boolean).join('; ')
    return text === '' ? [] : [text]
  }
  if (typeof value !== 'object' || value === null) return []
  const members = value as Record<string, unknown>
  const words = WORDS.flatMap((name) => {
    // A map of fields to what is wrong with each, as Rails and Laravel write it.
    if (name === 'errors' && isMap(members[name])) return listFields(members[name], depth)
    return listWords(members[name], depth + 1)
  })
  if (depth === 0) return words
  const place = PLACES.map((name) => writePlace(members[name])).find((text) => text !== '')
  return place === undefined || words.length === 0 ? words : [`${place}: ${words.join(': ')}`]
}

/** A text may be a JSON document itself: libraries put their own lists of errors into the description. */
function readText(text: string, depth: number): string[] {
  const line = text.replace(/\s+/g, ' ').trim()
  if (/^[[{]/.test(line)) {
    try {
      const words = listWords(JSON.parse(text), depth + 1)
      if (words.length > 0) return words
    } catch {
      // No document after all: the text stands for itself.
    }
  }
  return line === '' ? [] : [line]
}

function listFields(fields: Record<string, unknown>, depth: number): string[] {
  return Object.entries(fields)
    .slice(0, MOST_PARTS)
    .flatMap(([name, value]) => {
      const words = listWords(value, depth + 1).join(': ')
      return words === '' ? [] : [`${name}: ${words}`]
    })
}

function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return !WORDS.some((name) => name in value)
}

function writePlace(value: unknown): string {
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.map(String).join('.') : ''
}
