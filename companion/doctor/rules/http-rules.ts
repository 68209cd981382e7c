import type { Evidence, Seen } from '../evidence.ts'
import { rfc, type Rule } from '../rule.ts'
import { isHtml, tellAnswer, tellUnexpected } from '../tell-answer.ts'

const registration = ({ registration: seen }: Evidence): Seen | undefined => seen?.seen
const token = ({ token: seen }: Evidence): Seen | undefined => seen?.seen

const isRedirect = ({ status }: Seen): boolean => status >= 300 && status < 400
const isPage = (seen: Seen): boolean => seen.status >= 400 && seen.status < 500 && isHtml(seen)
const hasStatus =
  (...statuses: readonly number[]) =>
  ({ status }: Seen): boolean =>
    statuses.includes(status)

/** @returns A rule's search: what came, where the answer of this stage is such an answer. */
function find(
  read: (evidence: Evidence) => Seen | undefined,
  isSuch: (seen: Seen) => boolean,
  tell: (seen: Seen) => { answer: string } = tellAnswer,
) {
  return (evidence: Evidence) => {
    const seen = read(evidence)
    return seen !== undefined && isSuch(seen) && { ...tell(seen), url: seen.url }
  }
}

const REDIRECTION = rfc(9110, '15.4', 'redirection 3xx')
const NOT_FOUND = rfc(9110, '15.5.5', '404 Not Found')
const METHOD = rfc(9110, '15.5.6', '405 Method Not Allowed')
const MEDIA_TYPE = rfc(9110, '15.5.16', '415 Unsupported Media Type')
const FORBIDDEN = rfc(9110, '15.5.4', '403 Forbidden')

/** What the status of a registration's answer says of itself, before any word of it. */
export const REGISTRATION_HTTP_RULES: readonly Rule[] = [
  {
    id: 'registration-redirected',
    layer: 'registration',
    reference: REDIRECTION,
    find: find(registration, isRedirect, tellUnexpected),
    fix: {},
  },
  {
    id: 'registration-not-found',
    layer: 'registration',
    reference: NOT_FOUND,
    find: find(registration, hasStatus(404, 410)),
    fix: {},
  },
  {
    id: 'registration-method-refused',
    layer: 'registration',
    reference: METHOD,
    find: find(registration, hasStatus(405, 501)),
    fix: {},
  },
  {
    id: 'registration-type-refused',
    layer: 'registration',
    reference: MEDIA_TYPE,
    find: find(registration, hasStatus(406, 415)),
    fix: {},
  },
  {
    id: 'registration-page',
    layer: 'registration',
    reference: FORBIDDEN,
    find: find(registration, isPage, tellUnexpected),
    fix: {},
  },
]

/** The same of the token endpoint. */
export const TOKEN_HTTP_RULES: readonly Rule[] = [
  {
    id: 'token-redirected',
    layer: 'token',
    reference: REDIRECTION,
    find: find(token, isRedirect, tellUnexpected),
    fix: {},
  },
  {
    id: 'token-not-found',
    layer: 'token',
    reference: NOT_FOUND,
    find: find(token, hasStatus(404, 410)),
    fix: {},
  },
  {
    id: 'token-method-refused',
    layer: 'token',
    reference: METHOD,
    find: find(token, hasStatus(405, 501)),
    fix: {},
  },
  {
    id: 'token-type-refused',
    layer: 'token',
    reference: MEDIA_TYPE,
    find: find(token, hasStatus(406, 415)),
    fix: {},
  },
  {
    id: 'token-rate-limited',
    layer: 'token',
    reference: rfc(6585, '4', '429 Too Many Requests'),
    find: find(token, hasStatus(429)),
    fix: { faults: ['rate-limit'] },
  },
  {
    id: 'token-page',
    layer: 'token',
    reference: FORBIDDEN,
    find: find(token, isPage, tellUnexpected),
    fix: {},
  },
  {
    id: 'token-broken',
    layer: 'token',
    reference: rfc(9110, '15.6', 'server error 5xx'),
    find: find(token, ({ status }) => status >= 500),
    fix: { faults: ['outage', 'html-error-page'] },
  },
]
