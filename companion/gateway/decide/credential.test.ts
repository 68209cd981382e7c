import { expect, test } from 'vitest'
import { type Credential, findCredential } from './credential.ts'
import { compileTestApi } from '../test/compile-test-api.ts'

interface Sent {
  rawHeaders?: readonly string[]
  query?: string
}

const api = (jwt: Record<string, unknown> = {}, change: Record<string, unknown> = {}) =>
  compileTestApi({ auth_configs: { jwt }, ...change })
const find = (jwt: Record<string, unknown>, { rawHeaders = [], query }: Sent) =>
  findCredential(api(jwt), { rawHeaders, query })

const ALL = { use_param: true, param_name: 'p', use_cookie: true, cookie_name: 'c' }

test.each<[string, Sent]>([
  ['x', { rawHeaders: ['Authorization', 'Bearer x'] }],
  ['x', { rawHeaders: ['AUTHORIZATION', 'bearer x'] }],
  ['x', { rawHeaders: ['Authorization', 'x'] }],
  ['Bearerx', { rawHeaders: ['Authorization', 'Bearerx'] }],
  ['Basic x', { rawHeaders: ['Authorization', 'Basic x'] }],
  [' x', { rawHeaders: ['Authorization', 'Bearer  x'] }],
])('the token is %j in %j', (token, sent) => {
  expect(find({}, sent)).toEqual({ token, place: 'header' })
})

test('the header may have another name', () => {
  const sent = { rawHeaders: ['X-Token', 'Bearer x', 'Authorization', 'y'] }
  expect(find({ auth_header_name: 'X-Token' }, sent)).toEqual({
    token: 'x',
    place: 'header',
  })
})

test.each<[string, Credential['place'], Sent]>([
  ['h', 'header', { rawHeaders: ['Authorization', 'h'] }],
  ['q', 'param', { rawHeaders: ['Authorization', 'h'], query: 'a=1&p=Bearer%20q' }],
  ['c', 'cookie', { rawHeaders: ['Authorization', 'h', 'Cookie', 'c=Bearer c'], query: 'p=q' }],
  ['h', 'header', { rawHeaders: ['Authorization', 'h', 'Cookie', 'c='], query: 'p=' }],
  ['q', 'param', { query: 'p=q&p=r' }],
])('of several places the last one that is not empty counts: %s, %s', (token, place, sent) => {
  expect(find(ALL, sent)).toEqual({ token, place })
})

test.each([
  ['c=x', 'x'],
  ['a=1; c=x; b=2', 'x'],
  ['a=1;  c = x ; b=2', 'x'],
  ['c=x=y', 'x=y'],
  ['c; c=x', 'x'],
  ['cc; cx=1; c=x', 'x'],
  ['c=x; c=y', 'x'],
])('the cookies %j hold the token %j', (line, token) => {
  expect(find(ALL, { rawHeaders: ['Cookie', line] })).toEqual({ token, place: 'cookie' })
})

test('a cookie is looked for in every Cookie field', () => {
  const rawHeaders = ['Cookie', 'a=1', 'Cookie', 'c=x']
  expect(find(ALL, { rawHeaders })).toEqual({ token: 'x', place: 'cookie' })
})

test('a place that is switched off is not read', () => {
  const sent = { rawHeaders: ['Authorization', 'h', 'Cookie', 'c=x'], query: 'p=q' }
  const names = { param_name: 'p', cookie_name: 'c' }
  expect(find(names, sent)).toMatchObject({ token: 'h' })
  expect(find({ disable_header: true, use_param: true, param_name: 'p' }, sent)).toMatchObject({
    token: 'q',
  })
  expect(find({ disable_header: true, ...names }, sent)).toMatchObject({ refused: true })
})

test('a header that came twice is refused, whatever it says', () => {
  const rawHeaders = ['Authorization', 'x', 'authorization', 'x']
  expect(find(ALL, { rawHeaders, query: 'p=q' })).toMatchObject({
    refused: true,
    check: 'credential',
    status: 400,
    error: 'Authorization field sent more than once',
    code: 'TOKEN_HEADER_REPEATED',
    facts: { header: 'authorization', count: 2 },
    causes: [{ code: 'HEADER_ADDED_TWICE' }],
  })
})

const HEADER_PLACE = { code: 'HEADER', facts: { name: 'authorization' } }
const OTHER_PLACES = [
  { code: 'QUERY_PARAMETER', facts: { name: 'p' } },
  { code: 'COOKIE', facts: { name: 'c' } },
]

test.each<[Record<string, unknown>, unknown, unknown]>([
  [{}, [HEADER_PLACE], [HEADER_PLACE]],
  [ALL, [HEADER_PLACE, ...OTHER_PLACES], [HEADER_PLACE, ...OTHER_PLACES]],
  [{ disable_header: true }, { code: 'NONE_SWITCHED_ON' }, { code: 'NONE' }],
  [{ ...ALL, disable_header: true }, OTHER_PLACES, OTHER_PLACES],
])('without a token the refusal names the places of %j', (jwt, places, shown) => {
  expect(find(jwt, {})).toEqual({
    refused: true,
    check: 'credential',
    status: 400,
    error: 'Authorization field missing',
    code: 'TOKEN_MISSING',
    facts: { places },
    evidence: [{ label: 'placesRead', value: shown }],
    causes: [{ code: 'TOKEN_NOT_SENT' }],
    retryAfterSeconds: undefined,
  })
})

test('an API that takes no JWT answers with 401, as Tyk does', () => {
  const request = { rawHeaders: [], query: undefined }
  expect(findCredential(api({}, { enable_jwt: false }), request)).toMatchObject({
    check: 'credential',
    status: 401,
    error: 'Authorization field missing',
  })
})

const HEADER = 'TOKEN_IN_OTHER_HEADER'
const QUERY = 'TOKEN_IN_QUERY'

test.each<[Record<string, unknown>, Sent, string]>([
  [{ auth_header_name: 'X-Token' }, { rawHeaders: ['Authorization', 'x'] }, HEADER],
  [{ disable_header: true }, { rawHeaders: ['authorization', 'x'] }, HEADER],
  [{}, { query: 'access_token=x' }, QUERY],
  [{}, { query: 'a=1&access_token=x' }, QUERY],
])('with %j the token in %j is called astray', (jwt, sent, code) => {
  expect(find(jwt, sent)).toMatchObject({
    causes: [{ code }, { code: 'TOKEN_NOT_SENT' }],
  })
})

test.each<[Record<string, unknown>, Sent]>([
  [{}, { rawHeaders: ['Authorization', ''] }],
  [{ auth_header_name: 'X-Token' }, { rawHeaders: ['X-Other', 'x'] }],
  [{}, { query: 'my_access_token=x' }],
  [{}, {}],
  [{ use_param: true, param_name: 'p' }, { query: 'access_token=x' }],
])('with %j nothing is astray in %j', (jwt, sent) => {
  expect(find(jwt, sent)).toMatchObject({ causes: [{ code: 'TOKEN_NOT_SENT' }] })
})
