import { expect, test } from 'vitest'
import { applyCors, readCorsRules } from './cors.ts'

const open = (cors: Record<string, unknown> = {}) => {
  const rules = readCorsRules({ enable: true, ...cors })
  if (!rules) throw new TypeError('CORS is switched off')
  return rules
}
const VARY = ['Vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers']

test.each([undefined, null, 'x', {}, { enable: false }, { enable: 'true' }])(
  'CORS is off with %j',
  (value) => {
    expect(readCorsRules(value)).toBeUndefined()
  },
)

test('what is not said is as in Tyk', () => {
  const defaults = {
    origins: ['*'],
    methods: ['GET', 'POST', 'HEAD'],
    headers: ['accept', 'content-type', 'x-requested-with', 'origin'],
    exposed: '',
    hasCredentials: false,
    maxAgeSeconds: 0,
    isPassedThrough: false,
    takesEveryOptions: true,
  }
  expect(open()).toEqual(defaults)
  expect(
    open({ allowed_origins: [], allowed_methods: 'GET', max_age: '9', allow_credentials: 1 }),
  ).toEqual(defaults)
})

test('all that is said is read', () => {
  expect(
    open({
      allowed_origins: ['https://a.test'],
      allowed_methods: ['PUT'],
      allowed_headers: ['X-A'],
      exposed_headers: ['X-B', 'X-C'],
      allow_credentials: true,
      max_age: 60,
      options_passthrough: true,
    }),
  ).toEqual({
    origins: ['https://a.test'],
    methods: ['PUT'],
    headers: ['x-a'],
    exposed: 'X-B, X-C',
    hasCredentials: true,
    maxAgeSeconds: 60,
    isPassedThrough: true,
    takesEveryOptions: true,
  })
})

const answer = (cors: Record<string, unknown>, origin?: string, method = 'GET') =>
  applyCors(open(cors), {
    method,
    rawHeaders: origin === undefined ? [] : ['Origin', origin],
  })

const isAllowed = (allowed: string, origin: string) =>
  answer({ allowed_origins: ['https://other.test', allowed] }, origin).headers?.length !== 2

test.each([
  ['*', 'https://a.test', true],
  ['https://a.test', 'https://a.test', true],
  ['https://A.test', 'https://a.test', true],
  ['https://a.test', 'https://a.test.evil', false],
  ['https://a.test', 'https://b.test', false],
  ['https://*.a.test', 'https://x.a.test', true],
  ['https://*.A.test', 'https://x.a.test', true],
  ['https://*.a.test', 'https://a.test', false],
  ['https://*.a.test', 'http://x.a.test', false],
  ['https://*.a.test', 'https://x.a.test.evil', false],
  ['https://a*', 'https://a', true],
  ['ab*ba', 'aba', false],
  ['ab*ba', 'abba', true],
  ['https://*.a*.test', 'https://evil.a', false],
])('with %s the origin %s is allowed: %s', (allowed, origin, expected) => {
  expect(isAllowed(allowed, origin)).toBe(expected)
})

test('an answer to an allowed origin says so, and what it may read', () => {
  expect(answer({}, 'https://a.test')).toEqual({
    headers: ['Vary', 'Origin', 'Access-Control-Allow-Origin', '*'],
    preflight: undefined,
  })
  const rich = { allow_credentials: true, exposed_headers: ['X-B', 'X-C'] }
  expect(answer(rich, 'https://a.test').headers).toEqual([
    'Vary',
    'Origin',
    'Access-Control-Allow-Origin',
    '*',
    'Access-Control-Expose-Headers',
    'X-B, X-C',
    'Access-Control-Allow-Credentials',
    'true',
  ])
  const listed = { allowed_origins: ['https://a.test'] }
  expect(answer(listed, 'https://a.test').headers?.at(-1)).toBe('https://a.test')
})

test.each([
  ['no origin', undefined, 'GET'],
  ['a foreign origin', 'https://b.test', 'GET'],
  ['a method that is not allowed', 'https://a.test', 'DELETE'],
])('a request with %s gets nothing but Vary', (_case, origin, method) => {
  expect(answer({ allowed_origins: ['https://a.test'] }, origin, method)).toEqual({
    headers: ['Vary', 'Origin'],
    preflight: undefined,
  })
})

test('a request with OPTIONS that asks for no method ends here, unless OPTIONS are passed through', () => {
  const headers = ['Vary', 'Origin', 'Access-Control-Allow-Origin', '*']
  expect(answer({}, 'https://a.test', 'OPTIONS')).toEqual({
    headers: [],
    preflight: { replied: true, status: 200, headers, text: '' },
  })
  expect(answer({ options_passthrough: true }, 'https://a.test', 'OPTIONS')).toEqual({
    headers,
    preflight: undefined,
  })
})

const preflight = (cors: Record<string, unknown>, fields: Record<string, string> = {}) =>
  applyCors(open(cors), {
    method: 'OPTIONS',
    rawHeaders: Object.entries({
      Origin: 'https://a.test',
      'Access-Control-Request-Method': 'POST',
      ...fields,
    }).flat(),
  })
const asking = (names: string) => ({ 'Access-Control-Request-Headers': names })
const ALLOWED = [
  ...VARY,
  'Access-Control-Allow-Origin',
  '*',
  'Access-Control-Allow-Methods',
  'POST',
]

test('a preflight is answered by the gateway', () => {
  expect(preflight({})).toEqual({
    headers: [],
    preflight: { replied: true, status: 204, headers: ALLOWED, text: '' },
  })
})

test('a preflight that goes on to the upstream gets the fields of the upstream alone', () => {
  expect(preflight({ options_passthrough: true })).toEqual({
    headers: undefined,
    preflight: undefined,
  })
})

test('a preflight is told headers, credentials and time', () => {
  const cors = { allowed_headers: ['X-A'], allow_credentials: true, max_age: 60 }
  expect(preflight(cors, asking('origin, x-a')).preflight?.headers).toEqual([
    ...VARY,
    'Access-Control-Allow-Origin',
    '*',
    'Access-Control-Allow-Methods',
    'POST',
    'Access-Control-Allow-Headers',
    'origin, x-a',
    'Access-Control-Allow-Credentials',
    'true',
    'Access-Control-Max-Age',
    '60',
  ])
})

test.each([
  ['content-type', {}],
  ['accept , content-type', {}],
  ['accept,,content-type', {}],
  [' , ', {}],
  ['x-any', { allowed_headers: ['*'] }],
])('a preflight for the headers %j passes with %j', (names, cors) => {
  expect(preflight(cors, asking(names)).preflight?.headers).toEqual([
    ...ALLOWED,
    'Access-Control-Allow-Headers',
    names,
  ])
})

test.each([
  'Content-Type',
  'content-type,accept',
  'accept,accept',
  'accept,  content-type',
  'accept,x-c',
  `accept${','.repeat(18)}`,
])('a preflight for the headers %j is refused, as by Tyk', (names) => {
  expect(preflight({}, asking(names)).preflight?.headers).toEqual(VARY)
})

test.each<[string, Record<string, unknown>, Record<string, string>]>([
  ['a foreign origin', { allowed_origins: ['https://b.test'] }, {}],
  ['another method', {}, { 'Access-Control-Request-Method': 'PUT' }],
  ['another header', {}, asking('content-type, x-a')],
])('a preflight with %s gets nothing but Vary', (_case, cors, fields) => {
  expect(preflight(cors, fields).preflight).toMatchObject({ status: 204, headers: VARY })
})

test('a preflight without origin gets nothing but Vary', () => {
  const rawHeaders = ['Access-Control-Request-Method', 'POST']
  expect(applyCors(open(), { method: 'OPTIONS', rawHeaders }).preflight?.headers).toEqual(VARY)
})

test('a preflight may ask for OPTIONS, whatever the methods', () => {
  const fields = { 'Access-Control-Request-Method': 'OPTIONS' }
  expect(preflight({}, fields).preflight?.headers.at(-1)).toBe('OPTIONS')
})

test('a field that asks for a method makes a preflight of OPTIONS only', () => {
  const rawHeaders = ['Origin', 'https://a.test', 'Access-Control-Request-Method', 'POST']
  expect(applyCors(open(), { method: 'GET', rawHeaders }).preflight).toBeUndefined()
})

test('a preflight may ask for its headers in several fields', () => {
  const rawHeaders = [
    'Origin',
    'https://a.test',
    'Access-Control-Request-Method',
    'POST',
    'Access-Control-Request-Headers',
    'accept',
    'Access-Control-Request-Headers',
    'origin',
  ]
  const { preflight: reply } = applyCors(open(), { method: 'OPTIONS', rawHeaders })
  expect(reply?.headers.at(-1)).toBe('accept,origin')
})
