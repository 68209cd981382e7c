import type { Word } from '#shared/messages/catalogue.ts'
import type { CompiledApi, CredentialPlaces } from '../api/compiled-api.ts'
import { OWN } from '../outcome/own-answers.ts'
import { type Cause, type Refusal, refuse } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'
import { readValues } from '../request/framing.ts'

export interface CredentialRequest {
  rawHeaders: readonly string[]
  query: string | undefined
}

export interface Credential {
  /** Without its scheme. */
  token: string
  /** Where it was found. */
  place: keyof CredentialPlaces
}

const PLACE_CODES = { header: 'HEADER', param: 'QUERY_PARAMETER', cookie: 'COOKIE' } as const

/** A place and the name that the token has there. */
export function describePlace(place: keyof CredentialPlaces, name: string): Word {
  return { code: PLACE_CODES[place], facts: { name } }
}

/**
 * Finds the token. Tyk reads header, query, cookie, and a later place wins when it is not empty.
 *
 * @see [Tyk: JWT](https://tyk.io/docs/basic-config-and-security/security/authentication-authorization/json-web-tokens/)
 * @see [RFC 6750 §2](https://www.rfc-editor.org/rfc/rfc6750.html#section-2) at most one way of sending it
 */
export function findCredential(api: CompiledApi, request: CredentialRequest): Credential | Refusal {
  const { header, param, cookie } = api.credential
  const found: Credential = { token: '', place: 'header' }
  if (header !== undefined) {
    const values = readValues(request.rawHeaders, header)
    if (values.length > 1) return refuseRepeated(header, values.length)
    found.token = stripScheme(values[0] ?? '')
  }
  if (param !== undefined) replace(found, 'param', new URLSearchParams(request.query).get(param))
  if (cookie !== undefined) replace(found, 'cookie', findCookie(request.rawHeaders, cookie))
  if (found.token === '') return refuseMissing(api, request)
  return api.lab.error_profile === 'rfc6750' ? (refuseSeveral(api, request) ?? found) : found
}

/** RFC 6750 allows one way of sending a token, which includes ways that this API does not read. */
function refuseSeveral(api: CompiledApi, { rawHeaders, query }: CredentialRequest) {
  const { header = 'authorization', param = 'access_token', cookie } = api.credential
  const ways = [
    readValues(rawHeaders, header)[0] ? describePlace('header', header) : undefined,
    new URLSearchParams(query).get(param) ? describePlace('param', param) : undefined,
    cookie !== undefined && findCookie(rawHeaders, cookie)
      ? describePlace('cookie', cookie)
      : undefined,
  ].filter((way) => way !== undefined)
  if (ways.length < 2) return undefined
  return refuse('credential', OWN.repeatedCredential, {
    code: 'TOKENS_IN_SEVERAL_PLACES',
    facts: { places: ways },
    evidence: [{ label: 'tokens', value: ways }],
    causes: [{ code: 'TOKEN_SENT_TWICE' }],
  })
}

function replace(
  found: Credential,
  place: Credential['place'],
  value: string | null | undefined,
): void {
  if (!value) return
  found.token = stripScheme(value)
  found.place = place
}

/** Tyk compares the first seven characters only, and takes a bare token too. */
function stripScheme(value: string): string {
  return /^bearer /i.test(value) ? value.slice(7) : value
}

function findCookie(rawHeaders: readonly string[], name: string): string | undefined {
  for (const line of readValues(rawHeaders, 'cookie')) {
    for (const pair of line.split(';')) {
      const mark = pair.indexOf('=')
      if (mark !== -1 && pair.slice(0, mark).trim() === name)
        return unquote(pair.slice(mark + 1).trim())
    }
  }
  return undefined
}

/** @see [RFC 6265 §4.1.1](https://www.rfc-editor.org/rfc/rfc6265.html#section-4.1.1) a cookie’s value may be quoted */
function unquote(value: string): string {
  return /^".*"$/.test(value) && value.length > 1 ? value.slice(1, -1) : value
}

/** Two headers mean that two programs may read two different tokens. */
function refuseRepeated(header: string, count: number): Refusal {
  return refuse('credential', OWN.repeatedCredential, {
    code: 'TOKEN_HEADER_REPEATED',
    facts: { header, count },
    causes: [{ code: 'HEADER_ADDED_TWICE' }],
  })
}

function refuseMissing(api: CompiledApi, { rawHeaders, query }: CredentialRequest): Refusal {
  const { header, param } = api.credential
  const places = (['header', 'param', 'cookie'] as const).flatMap((place) => {
    const name = api.credential[place]
    return name === undefined ? [] : [describePlace(place, name)]
  })
  const strayHeader = header !== 'authorization' && readValues(rawHeaders, 'authorization').length
  const strayQuery = param === undefined && /(?:^|&)access_token=/.test(query ?? '')
  const stray: Cause[] = strayHeader
    ? [{ code: 'TOKEN_IN_OTHER_HEADER' }]
    : strayQuery
      ? [{ code: 'TOKEN_IN_QUERY' }]
      : []
  return refuse('credential', api.authentication === 'jwt' ? TYK.noToken : TYK.noAuthToken, {
    code: 'TOKEN_MISSING',
    facts: { places: places.length > 0 ? places : { code: 'NONE_SWITCHED_ON' } },
    evidence: [{ label: 'placesRead', value: places.length > 0 ? places : { code: 'NONE' } }],
    causes: [...stray, { code: 'TOKEN_NOT_SENT' }],
  })
}
