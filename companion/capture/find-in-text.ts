import { readCurl } from '../replay/import/read-curl.ts'
import { readHar } from '../replay/import/read-har.ts'
import { findInHarAnswers } from './find-in-har.ts'
import { findInForm, findInJson } from './find-in-json.ts'
import { findInLines } from './find-in-lines.ts'
import { findInRequests } from './find-in-requests.ts'
import { type Found, keyOf } from './found.ts'

const MOST_FOUND = 50

/** A JWS or JWE in compact form, also where whitespace of a terminal or an e-mail broke it. */
const COMPACT = /^(?:eyJ[\w-]+\.[\w-]*\.[\w-]*(?:\.[\w-]*\.[\w-]*)?)$/

/**
 * Clients and tokens in a text of any of these kinds: JSON, a token by itself, a curl command, HAR, a form,
 * or lines with labels such as a page shows them. Each credential once; nothing is kept or sent.
 *
 * @throws AppError `IMPORT_UNREADABLE` for a curl command or HAR that cannot be read.
 */
export function findInText(text: string): Found[] {
  const seen = new Set<string>()
  return findAll(text.trim())
    .filter((found) => !seen.has(keyOf(found)) && seen.add(keyOf(found)))
    .slice(0, MOST_FOUND)
}

function findAll(text: string): Found[] {
  if (/^\$?\s*curl(?:\.exe)?\s/i.test(text)) return findInRequests(readCurl(text).requests)
  const document = parseJson(text)
  if (isHar(document))
    return [...findInHarAnswers(document), ...findInRequests(readHar(document).requests)]
  if (document !== undefined) return findInJson(document, 'JSON')
  const bare = text.replace(/^(?:authorization:\s*)?bearer\s+/i, '').replaceAll(/\s+/g, '')
  if (COMPACT.test(bare)) return [{ kind: 'token', source: 'Text', label: 'token', value: bare }]
  if (/^[\w.~-]+=[^\s]*&/.test(text)) return findInForm(new URLSearchParams(text), 'Form')
  return findInLines(text)
}

function parseJson(text: string): unknown {
  if (!/^[{["]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isHar(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'log' in document
}
