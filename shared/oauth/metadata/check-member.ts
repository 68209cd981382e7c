import { findRedirectUriProblem, REDIRECT_URI_SENTENCES } from '../redirect-uri.ts'
import { findJwksProblem } from './jwks-problem.ts'
import { findStatementProblem } from './statement-problem.ts'
import type { MetadataField, MetadataType } from './fields/metadata-field.ts'

const LOOPBACK_HOSTS = new Set(['127.0.0.1', '[::1]', 'localhost'])
const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/

type Check = (text: string, field: MetadataField) => string | undefined

/** The problem of one typed value, and how to fix it. */
const CHECKS: Record<MetadataType, Check> = {
  text: (text) => (text.length > 2000 ? 'At most 2000 characters.' : undefined),
  scope: (text) =>
    SCOPE.test(text)
      ? undefined
      : 'Separate scopes with one space; a scope has no quotes or backslashes (RFC 6749 §3.3).',
  page: (text) =>
    readUrl(text)
      ? undefined
      : 'Write a whole address with its scheme, such as https://app.example/',
  endpoint: findEndpointProblem,
  redirect_uri(text) {
    const problem = findRedirectUriProblem(text)
    return problem && REDIRECT_URI_SENTENCES[problem]
  },
  mail_or_page: (text) =>
    /^[^\s@]+@[^\s@]+$/.test(text) || readUrl(text)
      ? undefined
      : 'Write an e-mail address or the address of a page.',
  seconds: (text) => (/^\d{1,10}$/.test(text) ? undefined : 'Write whole seconds, such as 3600.'),
  boolean: (text) => findChoiceProblem(text, ['true', 'false']),
  choice: (text, { options = [] }) => findChoiceProblem(text, options),
  jwks: findJwksProblem,
  jwt: findStatementProblem,
}

/** @returns A sentence about the problem of the value and how to fix it. */
export function findMemberProblem(field: MetadataField, text: string): string | undefined {
  return CHECKS[field.type](text, field)
}

function readUrl(text: string): URL | undefined {
  if (/\s/.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined
}

function findEndpointProblem(text: string): string | undefined {
  const url = readUrl(text)
  if (!url) return 'Write a whole address with https://, such as https://app.example/path'
  if (url.protocol === 'http:' && !LOOPBACK_HOSTS.has(url.hostname))
    return 'Use https: plain http is for 127.0.0.1, [::1] and localhost only.'
  return text.includes('#') ? 'Remove the # and what follows it.' : undefined
}

function findChoiceProblem(text: string, options: readonly string[]): string | undefined {
  if (options.includes(text)) return undefined
  return `Choose one of ${options.join(', ')}; another value can be sent under “Further members”.`
}
