import type { ProviderError } from './driver.ts'
import { collectWords } from './provider-words.ts'

const MOST_LETTERS = 2000
const MOST_OF_BODY = 200

/**
 * Reads an error answer: OAuth's `{error, error_description}`, Okta's `{errorCode, errorSummary,
 * errorCauses}`, `{errorMessage}` of Keycloak's administration, RFC 9457's `{title, detail}`, and the forms of
 * common frameworks. Where none of them has a word, the description is the beginning of the body.
 */
export function readProviderError(status: number, text: string): ProviderError {
  const body = parse(text)
  const error = readCode(body)
  const description = collectWords(body, error)
  // Below 400 an answer may carry secrets, and is no error document.
  const isUnknown = description === undefined && error === undefined && status >= 400
  return {
    status,
    error: cut(error, MOST_LETTERS),
    description: isUnknown ? quote(text) : cut(description, MOST_LETTERS),
  }
}

/** What the provider said, in one line; nothing where it said nothing. */
export function writeProviderError({ error, description }: ProviderError): string | undefined {
  const words = [error, description].filter(Boolean).join(': ').replace(/\s+/g, ' ').trim()
  return words === '' ? undefined : words
}

/** The beginning of a text that has no known form, in one line. */
export function quote(text: string): string | undefined {
  const line = text
    .slice(0, 4 * MOST_OF_BODY)
    .replace(/\s+/g, ' ')
    .trim()
  return line === '' ? undefined : cut(line, MOST_OF_BODY)
}

function readCode(body: unknown): string | undefined {
  const nested = readMember(body, 'error')
  for (const code of [
    nested,
    readMember(body, 'errorCode'),
    readMember(nested, 'code'),
    readMember(nested, 'status'),
    readMember(nested, 'type'),
    readMember(body, 'code'),
  ])
    if (typeof code === 'string' && code !== '') return code
  return undefined
}

function readMember(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return (value as Record<string, unknown>)[name]
}

function cut(text: string | undefined, most: number): string | undefined {
  return text === undefined || text.length <= most ? text : `${text.slice(0, most)}…`
}

/** The value in a JSON text; a text that is no JSON has none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
