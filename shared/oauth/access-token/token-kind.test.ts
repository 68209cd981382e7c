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
  [{ typ: 1 }, { code: 'TYP_NOT_TEXT' }],
  [{ typ: null }, { code: 'TYP_NOT_TEXT' }],
  [{ typ: 'id_token' }, { code: 'TYP_OTHER', facts: { typ: 'id_token' } }],
  [{ typ: 'dpop+jwt' }, { code: 'TYP_OTHER', facts: { typ: 'dpop+jwt' } }],
  [{ typ: 'x/application/jwt' }, { code: 'TYP_OTHER', facts: { typ: 'x/application/jwt' } }],
  [{ typ: 'at+application/jwt' }, { code: 'TYP_OTHER', facts: { typ: 'at+application/jwt' } }],
  [{ typ: '' }, { code: 'TYP_OTHER', facts: { typ: '' } }],
])('the header %j is refused', (header, problem) => {
  expect(findKindProblem(header, {})).toEqual(problem)
})

const ID_TOKEN = { code: 'ID_TOKEN' }
const SUB = { code: 'SUB_INVALID' }
const noTime = (claim: string, value: number) => ({
  code: 'TIME_IMPLAUSIBLE',
  facts: { claim, value: String(value) },
})

test.each<[Record<string, unknown>, object]>([
  [{ typ: 'ID' }, { code: 'OTHER_KIND', facts: { kind: 'ID' } }],
  [{ typ: 'Refresh' }, { code: 'OTHER_KIND', facts: { kind: 'Refresh' } }],
  [{ typ: 'Offline' }, { code: 'OTHER_KIND', facts: { kind: 'Offline' } }],
  [{ typ: 'Logout' }, { code: 'OTHER_KIND', facts: { kind: 'Logout' } }],
  [{ jti: 'ID.1' }, { code: 'ID_TOKEN_OF_OKTA' }],
  [{ nonce: 'n' }, ID_TOKEN],
  [{ at_hash: 'h', typ: 'Bearer' }, ID_TOKEN],
  [{ c_hash: 'h', typ: 'Bearer' }, ID_TOKEN],
  [{ events: {} }, { code: 'LOGOUT_TOKEN' }],
  [{ htm: 'GET' }, { code: 'DPOP_PROOF' }],
  [{ htu: 'http://a.test' }, { code: 'DPOP_PROOF' }],
  [{ exp: 4_102_444_800.5 }, noTime('exp', 4_102_444_800.5)],
  [{ iat: YEAR_2100 }, noTime('iat', YEAR_2100)],
  [{ nbf: -YEAR_2100 }, noTime('nbf', -YEAR_2100)],
  [{ exp: 1_800_000_000_000 }, noTime('exp', 1_800_000_000_000)],
  [{ sub: 's'.repeat(256) }, SUB],
  [{ sub: 'a\nb' }, SUB],
  [{ sub: 'a\u007f' }, SUB],
  [{ jti: 1 }, { code: 'JTI_NOT_TEXT' }],
])('the claims %j are refused', (claims, problem) => {
  expect(findKindProblem({}, claims)).toEqual(problem)
})
