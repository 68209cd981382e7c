import type { Exchange, HeaderLine } from '#shared/contract/exchange.ts'

/** One line of a pane. */
export interface PaneLine {
  name: string
  value: string
  /** A value that was changed, or that no one asked for. */
  mark?: 'changed' | 'not asked for'
  /** A value that stands there for the value of the request. */
  isSame?: boolean
}

export interface PaneLines {
  lines: readonly PaneLine[]
  /** Lines that were left out. */
  more: number
}

const MAX_LINES = 6
const NAME_CHARACTERS = 15
const VALUE_CHARACTERS = 16
/** Four lines of a pane. */
const REFUSAL_CHARACTERS = 130
const SHOWN_HEADERS = ['authorization', 'dpop', 'location', 'www-authenticate']

/** Members that only an answer can have: they are no surprise. */
const GIVEN = new Set([
  'client_id',
  'client_secret',
  'client_id_issued_at',
  'client_secret_expires_at',
  'registration_client_uri',
  'registration_access_token',
])

export function readRequestLines({ request }: Exchange): PaneLines {
  const body = readMembers(request.body?.text, request.body?.media_type)
  const query = [...new URL(request.url).searchParams].map(([name, value]) => ({ name, value }))
  return cut([...readHeaders(request.headers), ...query, ...listLines(body)])
}

/** Why an answer refuses, as the OAuth endpoints and problem documents say it. */
export function readRefusal({ response }: Exchange): string | undefined {
  if (!response || response.status < 400) return undefined
  const members = readMembers(response.body?.text, response.body?.media_type)
  const text = members.get('error_description') ?? members.get('detail')
  return typeof text === 'string' ? cutText(text, REFUSAL_CHARACTERS) : undefined
}

/** The answer; what was asked and came back the same is said in two words. */
export function readAnswerLines({ request, response, failure }: Exchange): PaneLines {
  if (!response) return cut([{ name: 'no answer', value: failure ?? '' }])
  const asked = readMembers(request.body?.text, request.body?.media_type)
  const answered = readMembers(response.body?.text, response.body?.media_type)
  if (response.status >= 400 && answered.has('error'))
    return cut([{ name: 'error', value: String(answered.get('error')) }])
  // Only the metadata of a client is asked for and granted under the same names.
  const isComparable = answered.has('client_id') && asked.has('client_name')
  const lines = isComparable ? compareMembers(asked, answered) : listLines(answered)
  return cut([...readHeaders(response.headers), ...lines])
}

function compareMembers(asked: Members, answered: Members): PaneLine[] {
  const given: PaneLine[] = []
  const marked: PaneLine[] = []
  const same: PaneLine[] = []
  const empty: PaneLine[] = []
  for (const [name, value] of answered) {
    const wanted = asked.get(name)
    if (wanted !== undefined && JSON.stringify(wanted) === JSON.stringify(value))
      same.push({ name, value: 'as asked', isSame: true })
    else if (GIVEN.has(name)) given.push(...toLines(name, value))
    else if (wanted === undefined && isEmpty(value)) empty.push(...toLines(name, value))
    else {
      const mark = wanted === undefined ? 'not asked for' : 'changed'
      marked.push(...toLines(name, value).map((line): PaneLine => ({ ...line, mark })))
    }
  }
  const important = given.filter(({ name }) => name === 'client_id' || name === 'client_secret')
  const rest = given.filter((line) => !important.includes(line))
  return [...important, ...marked, ...same, ...rest, ...empty]
}

/** A provider that spells out what it did not set says nothing with it. */
function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

type Members = ReadonlyMap<string, unknown>

function readMembers(text: string | undefined, mediaType = ''): Members {
  if (text === undefined) return new Map()
  if (mediaType.includes('x-www-form-urlencoded')) return new Map(new URLSearchParams(text))
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return new Map([['body', value]])
    if (Array.isArray(value)) return new Map([['items', value.length]])
    return new Map(openOnlyMember(Object.entries(value)))
  } catch {
    return new Map([['body', text]])
  }
}

/** An object in a wrapper: the wrapper says nothing to a room. */
function openOnlyMember(entries: [string, unknown][]): [string, unknown][] {
  const [only] = entries
  const value = only?.[1]
  const isWrapper =
    entries.length === 1 && typeof value === 'object' && value !== null && !Array.isArray(value)
  return isWrapper ? Object.entries(value) : entries
}

function listLines(members: Members): PaneLine[] {
  return [...members].flatMap(([name, value]) => toLines(name, value))
}

/** A list takes a line for each of its values. */
function toLines(name: string, value: unknown): PaneLine[] {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string') && value.length > 0)
    return value.map((one, index) => ({ name: index === 0 ? name : '', value: one }))
  return [{ name, value: typeof value === 'string' ? value : JSON.stringify(value) }]
}

function readHeaders(headers: readonly HeaderLine[]): PaneLine[] {
  return headers
    .filter(([name]) => SHOWN_HEADERS.includes(name.toLowerCase()))
    .map(([name, value]) => ({ name: name.toLowerCase(), value }))
}

function cut(lines: readonly PaneLine[]): PaneLines {
  const shown = lines.length > MAX_LINES ? lines.slice(0, MAX_LINES - 1) : lines
  return {
    more: lines.length - shown.length,
    lines: shown.map((line) => ({
      ...line,
      name: loseMiddle(line.name, NAME_CHARACTERS),
      value: loseMiddle(line.value, VALUE_CHARACTERS),
    })),
  }
}

/** A sentence whose long words, such as key ids, lose their middle. */
function shortenWords(text: string): string {
  return text.replaceAll(/\S{26,}/g, (word) => loseMiddle(word, 24))
}

/** A text of at most so many characters, cut at a word. */
export function cutText(text: string, characters: number): string {
  const short = shortenWords(text)
  if (short.length <= characters) return short
  return `${short.slice(0, short.lastIndexOf(' ', characters - 1))}…`
}

/** A long value loses its middle, never its ends: both are what people compare. */
export function loseMiddle(value: string, characters: number): string {
  const signs = Array.from(value)
  if (signs.length <= characters) return value
  const start = Math.ceil((characters - 1) / 2)
  return `${signs.slice(0, start).join('')}…${signs.slice(signs.length - (characters - 1 - start)).join('')}`
}
