import { expect, test } from 'vitest'
import { findKindProblem } from './token-kind.ts'

const YEAR_2100 = 4_102_444_800

test.each([
  [{}, {}],
  [{ typ: 'JWT' }, {}],
  [{ typ: 'at+jwt' }, {}],
  [{ typ: 'Application/AT+JWT' }, {}],
  [{}, { typ: 'Bearer', nonce: 'n' }],
  [{}, { typ: 1 }],
  [{}, { jti: 'AT.1' }],
  [{}, { exp: 1, iat: -1, nbf: 0 }],
  [{}, { exp: YEAR_2100 - 1, iat: 1 - YEAR_2100 }],
  [{}, { exp: 'soon', iat: null, nbf: {} }],
  [{}, { sub: 's'.repeat(255) }],
  [{}, { sub: 1 }],
])('header %j and claims %j may be those of an access token', (header, claims) => {
  expect(findKindProblem(header, claims)).toBeUndefined()
})

test.each([
  [{ typ: 1 }, 'The typ of the header is not text.'],
  [{ typ: null }, 'The typ of the header is not text.'],
  [{ typ: 'id_token' }, 'The typ "id_token" is not that of an access token.'],
  [{ typ: 'dpop+jwt' }, 'The typ "dpop+jwt" is not that of an access token.'],
  [{ typ: 'x/application/jwt' }, 'The typ "x/application/jwt" is not that of an access token.'],
  [{ typ: 'at+application/jwt' }, 'The typ "at+application/jwt" is not that of an access token.'],
  [{ typ: '' }, 'The typ "" is not that of an access token.'],
])('the header %j is refused', (header, problem) => {
  expect(findKindProblem(header, {})).toBe(problem)
})

const ID_TOKEN = 'This is an ID token: it has nonce, at_hash or c_hash.'
const SUB = 'The claim sub is longer than 255 characters or holds control characters.'
const noTime = (claim: string, value: number) =>
  `The claim ${claim} is no whole number of seconds before the year 2100: ${value}.`

test.each<[Record<string, unknown>, string]>([
  [{ typ: 'ID' }, 'This is a token of the kind "ID", not an access token.'],
  [{ typ: 'Refresh' }, 'This is a token of the kind "Refresh", not an access token.'],
  [{ typ: 'Offline' }, 'This is a token of the kind "Offline", not an access token.'],
  [{ typ: 'Logout' }, 'This is a token of the kind "Logout", not an access token.'],
  [{ jti: 'ID.1' }, 'This is an ID token of Okta.'],
  [{ nonce: 'n' }, ID_TOKEN],
  [{ at_hash: 'h', typ: 'Bearer' }, ID_TOKEN],
  [{ c_hash: 'h', typ: 'Bearer' }, ID_TOKEN],
  [{ events: {} }, 'This is a logout token or a security event.'],
  [{ htm: 'GET' }, 'This is a DPoP proof.'],
  [{ htu: 'http://a.test' }, 'This is a DPoP proof.'],
  [{ exp: 1.5 }, noTime('exp', 1.5)],
  [{ iat: YEAR_2100 }, noTime('iat', YEAR_2100)],
  [{ nbf: -YEAR_2100 }, noTime('nbf', -YEAR_2100)],
  [{ exp: 1_800_000_000_000 }, noTime('exp', 1_800_000_000_000)],
  [{ sub: 's'.repeat(256) }, SUB],
  [{ sub: 'a\nb' }, SUB],
  [{ sub: 'a\u007f' }, SUB],
  [{ jti: 1 }, 'The claim jti is not text.'],
])('the claims %j are refused', (claims, problem) => {
  expect(findKindProblem({}, claims)).toBe(problem)
})
