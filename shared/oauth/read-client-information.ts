import { ClientInformation } from './client-metadata.ts'
import { isObject } from './metadata/read-object.ts'
import { leaveOutNulls } from './leave-out-nulls.ts'

/** A client as an answer gives it, and a sentence for each member that has not the standard's type. */
export interface ReadClient {
  information: ClientInformation
  notes: string[]
}

/** Texts of the standard that say nothing when they are empty. */
const TEXTS = [
  'client_name',
  'application_type',
  'token_endpoint_auth_method',
  'scope',
  'client_secret',
  'registration_access_token',
  'registration_client_uri',
]

const TIMES = ['client_id_issued_at', 'client_secret_expires_at']

/**
 * Reads the answer that carries a client as leniently as can be done without guessing. A member that is null,
 * or an empty text, is one that was left out. Where a member has another type than the standard gives it, it is
 * taken if it can mean one thing only, and left out otherwise; both are named.
 *
 * @returns `undefined` where there is no client id.
 *
 * @see [RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.1)
 */
export function readClientInformation(answer: unknown): ReadClient | undefined {
  if (!isObject(answer)) return undefined
  const notes: string[] = []
  const members = leaveOutEmpty(leaveOutNulls(answer))
  for (const [name, value] of Object.entries(members)) {
    const read = readMember(name, value)
    if (read === value) continue
    if (read === undefined) delete members[name]
    else members[name] = read
    notes.push(describe(name, value, read !== undefined))
  }
  const whole = ClientInformation.safeParse(members)
  if (whole.success) return { information: whole.data, notes }
  const wrong = new Set(whole.error.issues.map(({ path }) => String(path[0])))
  if (wrong.has('client_id')) return undefined
  const kept = Object.entries(members).filter(([name]) => !wrong.has(name))
  const left = ClientInformation.safeParse(Object.fromEntries(kept))
  if (!left.success) return undefined
  const named = [...wrong].map((name) => describe(name, members[name], false))
  return { information: left.data, notes: [...notes, ...named] }
}

function leaveOutEmpty(members: Record<string, unknown>): Record<string, unknown> {
  const isSaid = ([name, value]: [string, unknown]): boolean =>
    value !== '' || !TEXTS.includes(name)
  return Object.fromEntries(Object.entries(members).filter(isSaid))
}

/** The value that is meant: some servers number their clients, and write times as texts. */
function readMember(name: string, value: unknown): unknown {
  if (name === 'client_id' && typeof value === 'number') return String(value)
  if (name === 'scope' && isTextList(value)) return value.join(' ')
  if (TIMES.includes(name) && typeof value === 'string') return readSeconds(value)
  return value
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function readSeconds(text: string): number | undefined {
  const value = /^\d{1,12}(?:\.0+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000
  return Number.isFinite(value) ? Math.floor(value) : undefined
}

const TYPES: Readonly<Record<string, string>> = {
  redirect_uris: 'a list of texts',
  grant_types: 'a list of texts',
  response_types: 'a list of texts',
  client_id_issued_at: 'a number of seconds',
  client_secret_expires_at: 'a number of seconds',
}

/** Names the member and what came, never the value: it may be a secret. */
function describe(name: string, value: unknown, isTaken: boolean): string {
  const came = Array.isArray(value)
    ? 'a list'
    : `a ${value === '' ? 'text that is empty' : (WORDS[typeof value] ?? typeof value)}`
  const what = `The answer’s ${name} is ${came}, where the standard has ${TYPES[name] ?? 'a text'}`
  return isTaken ? `${what}; it is taken for what it says.` : `${what}; it is left out.`
}

const WORDS: Partial<Record<string, string>> = {
  string: 'text',
  number: 'number',
  boolean: 'switch',
  object: 'JSON object',
}
