import { findJwts } from '#shared/secrets/find-jwts.ts'
import type { IsSecretName } from '#shared/secrets/secret-names.ts'
import { listReferences } from '../secret-references.ts'

/** A secret in clear, and where it stands in its text. */
export interface FoundSecret {
  /** Where it was found, such as `Header x-api-key`; its name is made from this. */
  source: string
  value: string
  start: number
  end: number
}

interface Finding {
  isSecretName: IsSecretName
  /** How a value is read from its spelling. */
  read?: (written: string) => string
}

const JSON_MEMBER = /"([^"\\]{1,100})"\s*:\s*"((?:[^"\\]|\\.)+)"/g
const QUERY_MEMBER = /(?<=^|[?&])([^=&#?\s]{1,100})=([^&#\s]+)/g
const SCHEME = /^(?:[A-Za-z][A-Za-z0-9_-]{1,30} +)?/

/** The value of a header or field as a secret, when its name says so; the scheme of credentials stays readable. */
export function findInField(
  place: string,
  { name, value }: { name: string; value: string },
  { isSecretName }: Finding,
): FoundSecret[] {
  if (!isSecretName(name, place === 'Header' ? 'header' : 'param'))
    return findTokens(`${place} ${name}`, value)
  const isCredentials = /authorization$/i.test(name)
  const start = isCredentials ? (SCHEME.exec(value)?.[0].length ?? 0) : 0
  return leaveReferences(value, [
    { source: `${place} ${name}`, value: value.slice(start), start, end: value.length },
  ])
}

/** Secret members of JSON text, wherever they stand; the text may be no valid JSON. */
export function findInJson(
  text: string,
  { isSecretName, read = readJsonString }: Finding,
): FoundSecret[] {
  const members = [...text.matchAll(JSON_MEMBER)].flatMap((match): FoundSecret[] => {
    const [whole, name = '', written = ''] = match
    if (!isSecretName(name, 'member')) return []
    const end = match.index + whole.length - 1
    return [{ source: `Body ${name}`, value: read(written), start: end - written.length, end }]
  })
  return leaveReferences(text, mergeFinds(members, findTokens('Body', text)))
}

/** Secret pairs of a query or a form as text, such as that of an address. */
export function findInQuery(
  place: string,
  text: string,
  { isSecretName, read = readQueryValue }: Finding,
): FoundSecret[] {
  const pairs = [...text.matchAll(QUERY_MEMBER)].flatMap((match): FoundSecret[] => {
    const [whole, name = '', written = ''] = match
    if (!isSecretName(name, 'param')) return []
    const end = match.index + whole.length
    return [{ source: `${place} ${name}`, value: read(written), start: end - written.length, end }]
  })
  return leaveReferences(text, mergeFinds(pairs, findTokens(place, text)))
}

/** JSON Web Tokens that stand in a text under any name. */
export function findTokens(place: string, text: string): FoundSecret[] {
  return findJwts(text).map(({ start, end }) => ({
    source: `${place} token`,
    value: text.slice(start, end),
    start,
    end,
  }))
}

function mergeFinds(named: FoundSecret[], tokens: FoundSecret[]): FoundSecret[] {
  const all = [...named, ...tokens].sort(
    (left, right) => left.start - right.start || right.end - left.end,
  )
  let reached = 0
  return all.filter(({ start, end }) => {
    const isInside = start < reached
    reached = Math.max(reached, end)
    return !isInside
  })
}

/** A text that refers to a secret is no secret itself, and neither is a mask or nothing. */
function leaveReferences(text: string, found: FoundSecret[]): FoundSecret[] {
  return found.filter(({ start, end }) => {
    const part = text.slice(start, end)
    return part.trim() !== '' && !part.includes('••••') && listReferences(part).length === 0
  })
}

function readJsonString(written: string): string {
  try {
    return String(JSON.parse(`"${written}"`))
  } catch {
    return written
  }
}

/** @see [URL Standard §5.1](https://url.spec.whatwg.org/#urlencoded-parsing) a plus is a space */
function readQueryValue(written: string): string {
  try {
    return decodeURIComponent(written.replaceAll('+', ' '))
  } catch {
    return written
  }
}
