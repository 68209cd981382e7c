import { expect, test } from 'vitest'
import { judgeEndpoint, readEndpointRules } from './endpoint-rules.ts'
import { findBodyProblem, findSizeProblem } from './size-limits.ts'
import { compileTestApi } from '../test/compile-test-api.ts'

type Members = Record<string, unknown>

const open = (version: Members, maxBodyBytes = 0) =>
  readEndpointRules({ name: 'Default', ...version }, { maxBodyBytes, document: undefined })

interface Asked {
  method?: string
  path?: string
  length?: string
  maxBodyBytes?: number
}

function judge(version: Members, { method = 'GET', path = '/x', length, ...asked }: Asked = {}) {
  const rawHeaders = length === undefined ? [] : ['Content-Length', length]
  const request = { method, paths: [`/api${path}`, path], rawHeaders }
  const rules = open(version, asked.maxBodyBytes)
  const problem = findBodyProblem(rules, request) ?? findSizeProblem(rules, request)
  return problem ?? judgeEndpoint(rules, request)
}

const lists = (extended_paths: Members) => ({ extended_paths })
const PASSED = {
  isIgnored: false,
  reply: undefined,
  mock: undefined,
  timeoutMs: undefined,
  rate: undefined,
}
const FORBIDDEN = {
  refused: true,
  check: 'endpoint',
  status: 403,
  error: 'Requested endpoint is forbidden',
}

test('an API that says nothing about its endpoints is plain', () => {
  expect(open({}).isPlain).toBe(true)
  expect(judge({})).toEqual(PASSED)
})

test.each<Members>([
  lists({ black_list: [{ path: '/x' }] }),
  lists({ white_list: [{ path: '/x' }] }),
  lists({ ignored: [{ path: '/x' }] }),
  lists({ size_limits: [{ path: '/x' }] }),
  lists({ hard_timeouts: [{ path: '/x' }] }),
  lists({ mock_response: [{ path: '/x' }] }),
  lists({ internal: [{ path: '/x' }] }),
  lists({ rate_limit: [{ path: '/x' }] }),
  { global_size_limit: 1 },
  { global_enforce_timeout: '1s' },
])('an API with %j is not plain', (version) => {
  expect(open(version).isPlain).toBe(false)
})

test('lists that are switched off say nothing', () => {
  const version = lists({ black_list: [{ path: '/x' }] })
  expect(open({ ...version, use_extended_paths: false }).isPlain).toBe(true)
  expect(open(lists({ black_list: null })).isPlain).toBe(true)
  expect(open({ extended_paths: null }).isPlain).toBe(true)
})

test('the only version counts, else the one that is called Default, else none', () => {
  const read = (versions: Members) =>
    compileTestApi({ version_data: { not_versioned: true, versions } }).endpoints.sizeLimit
  const version = (global_size_limit: number) => ({ name: 'v', global_size_limit })
  expect(read({ one: version(1), Default: version(2) })).toBe(2)
  expect(read({ one: version(1), default: version(2) })).toBe(2)
  expect(read({ one: version(1), '': version(2) })).toBe(2)
  expect(read({ one: version(1) })).toBe(1)
  expect(read({ one: version(1), two: version(2) })).toBe(0)
  expect(read({})).toBe(0)
})

test('of the lists that name an endpoint the first one decides: ignored, blocked, allowed', () => {
  const rule = [{ path: '/x' }]
  const blocked = { black_list: rule, white_list: rule }
  expect(judge(lists({ ...blocked, ignored: rule }))).toEqual({ ...PASSED, isIgnored: true })
  expect(judge(lists(blocked))).toMatchObject({
    ...FORBIDDEN,
    code: 'ENDPOINT_BLOCKED',
    facts: { endpoint: 'GET /x' },
    causes: [{ code: 'DEFINITION_BLOCKS' }],
  })
  expect(judge(lists({ black_list: rule }), { path: '/y' })).toEqual(PASSED)
})

test('an internal endpoint is closed to callers, whatever else names it', () => {
  const internal = [{ path: '/x', method: 'GET' }]
  expect(judge(lists({ internal, ignored: [{ path: '/x' }] }))).toMatchObject({
    ...FORBIDDEN,
    code: 'ENDPOINT_INTERNAL',
    causes: [{ code: 'DEFINITION_INTERNAL' }],
  })
  expect(judge(lists({ internal }), { method: 'PUT' })).toEqual(PASSED)
})

test('a mocked endpoint answers by itself, before all other lists', () => {
  const mock_response = [
    { path: '/x', method: 'GET', code: 201, body: 'made', headers: { 'X-A': 'b' } },
    { path: '/y', method: 'GET', body: '{}', headers: { 'content-type': 'application/json' } },
  ]
  const version = lists({ mock_response, black_list: [{ path: '/x' }] })
  expect(judge(version)).toMatchObject({
    isIgnored: false,
    reply: { status: 201, text: 'made', headers: ['X-A', 'b', ...TEXT] },
  })
  expect(judge(version, { path: '/y' })).toMatchObject({
    reply: { status: 200, headers: ['content-type', 'application/json'] },
  })
  expect(judge(version, { method: 'PUT' })).toMatchObject(FORBIDDEN)
})

test('the older lists are texts and hold for every method', () => {
  const paths = { ignored: ['/open'], black_list: ['/shut', 'anywhere'], white_list: ['/x'] }
  const version = {
    use_extended_paths: false,
    paths,
    extended_paths: { black_list: [{ path: '/x' }] },
  }
  expect(judge(version)).toEqual(PASSED)
  expect(judge(version, { method: 'PUT' })).toEqual(PASSED)
  expect(judge(version, { path: '/open' })).toMatchObject({ isIgnored: true })
  expect(judge(version, { path: '/shut' })).toMatchObject(FORBIDDEN)
  expect(judge(version, { path: '/a/anywhere' })).toMatchObject(FORBIDDEN)
  expect(judge(version, { path: '/other' })).toMatchObject(FORBIDDEN)
})

test('a version may ignore the letter case of all its endpoints', () => {
  const version = lists({ white_list: [{ path: '/x' }] })
  expect(judge(version, { path: '/X' })).toMatchObject(FORBIDDEN)
  expect(judge({ ...version, ignore_endpoint_case: true }, { path: '/X' })).toEqual(PASSED)
})

test('with an allow list only what it or the ignore list names is free', () => {
  const version = lists({ white_list: [{ path: '/x' }], ignored: [{ path: '/y' }] })
  expect(judge(version)).toEqual(PASSED)
  expect(judge(version, { path: '/y' })).toEqual({ ...PASSED, isIgnored: true })
  expect(judge(version, { path: '/z', method: 'PUT' })).toMatchObject({
    ...FORBIDDEN,
    code: 'ENDPOINT_NOT_ALLOWED',
    facts: { endpoint: 'PUT /z' },
    causes: [{ code: 'DEFINITION_ALLOWS_SOME' }],
  })
})

test('a rule fits the whole path, too', () => {
  expect(judge(lists({ black_list: [{ path: '/api/x' }] }))).toMatchObject(FORBIDDEN)
})

const TEXT = ['Content-Type', 'text/plain; charset=utf-8']

const act = (list: string, action: Members) =>
  judge(lists({ [list]: [{ path: '/x', method_actions: { GET: action } }] }))

test.each([
  [
    { action: 'reply', code: 418, data: 'tea', headers: { 'X-A': 1, 'X-B': 'b' } },
    { status: 418, headers: ['X-A', '1', 'X-B', 'b', ...TEXT], text: 'tea' },
  ],
  [{ action: 'reply' }, { status: 200, headers: [], text: '' }],
  [
    { action: 'reply', code: '418', data: 1, headers: null },
    { status: 200, headers: [], text: '' },
  ],
])('an endpoint with %j answers by itself, whichever list names it', (action, answer) => {
  const reply = { replied: true, ...answer }
  expect(act('ignored', action)).toMatchObject({ isIgnored: true, reply })
  expect(act('white_list', action)).toMatchObject({ isIgnored: false, reply })
  expect(act('black_list', action)).toMatchObject({ isIgnored: false, reply })
})

test('an ignored endpoint without a reply goes on to the upstream', () => {
  const action = { action: 'no_action', code: 418 }
  expect(act('ignored', action)).toEqual({ ...PASSED, isIgnored: true })
  expect(judge(lists({ ignored: [{ path: '/x' }] }))).toMatchObject({ reply: undefined })
})

test.each(['ignored', 'white_list', 'black_list'])(
  'an action that Tyk does not know closes an endpoint of %s',
  (list) => {
    for (const action of [{}, { action: 'redirect' }])
      expect(act(list, action)).toMatchObject({
        ...FORBIDDEN,
        code: 'ENDPOINT_ACTION_UNKNOWN',
      })
  },
)

const TOO_LARGE = { check: 'endpoint', status: 400, error: 'Request is too large' }
const POST = { method: 'POST' }

test('a body up to the limit passes, a larger one does not', () => {
  const version = { global_size_limit: 10 }
  expect(judge(version, { ...POST, length: '10' })).toEqual(PASSED)
  expect(judge(version, { ...POST, length: '11' })).toMatchObject({
    ...TOO_LARGE,
    code: 'BODY_TOO_LARGE',
    facts: { bytes: 11, limit: 10 },
    evidence: [
      { label: 'contentLength', value: 11 },
      { label: 'limit', value: { code: 'BYTES', facts: { bytes: 10 } } },
    ],
  })
})

test('where sizes are limited a request has to state its own', () => {
  expect(judge({ global_size_limit: 10 }, POST)).toMatchObject({
    check: 'endpoint',
    status: 411,
    error: 'Content length is required for this request',
    code: 'LENGTH_MISSING',
    causes: [{ code: 'BODY_IN_CHUNKS' }],
  })
})

test.each(['GET', 'DELETE', 'TRACE', 'OPTIONS', 'HEAD'])(
  'the body of %s is not counted',
  (method) => {
    expect(judge({ global_size_limit: 10 }, { method, length: '11' })).toEqual(PASSED)
    expect(judge({ global_size_limit: 10 }, { method })).toEqual(PASSED)
  },
)

test('the limit of the version and that of the endpoint both count', () => {
  const size_limits = [
    { path: '/x', size_limit: 5 },
    { path: '/y', size_limit: 99 },
    { path: '/z', size_limit: 0 },
  ]
  const version = { ...lists({ size_limits }), global_size_limit: 10 }
  expect(judge(version, { ...POST, length: '6' })).toMatchObject(TOO_LARGE)
  expect(judge(version, { ...POST, length: '11', path: '/y' })).toMatchObject(TOO_LARGE)
  expect(judge(version, { ...POST, length: '10', path: '/y' })).toEqual(PASSED)
  expect(judge(version, { ...POST, length: '10', path: '/z' })).toEqual(PASSED)
  expect(judge({ ...version, global_size_limit_disabled: true }, { ...POST, path: '/z' })).toEqual(
    PASSED,
  )
})

test.each(['GET', 'POST'])('the gateway’s own limit counts for %s, too', (method) => {
  const version = { global_enforce_timeout: '1s' }
  const passed = { ...PASSED, timeoutMs: 1000 }
  expect(judge(version, { method, length: '10', maxBodyBytes: 10 })).toEqual(passed)
  expect(judge(version, { method, maxBodyBytes: 10 })).toEqual(passed)
  expect(judge({}, { method, length: '11', maxBodyBytes: 10 })).toMatchObject({
    check: 'endpoint',
    status: 413,
    error: 'Request Entity Too Large',
    evidence: [{ value: 11 }, { value: { code: 'BYTES', facts: { bytes: 10 } } }],
  })
})

test('an endpoint’s timeout takes the place of the API’s, in milliseconds', () => {
  const hard_timeouts = [
    { path: '/x', timeout: 5 },
    { path: '/y', timeout: 0 },
  ]
  const version = { ...lists({ hard_timeouts }), global_enforce_timeout: '10s' }
  expect(judge(version)).toEqual({ ...PASSED, timeoutMs: 5000 })
  expect(judge(version, { path: '/y' })).toEqual(PASSED)
  expect(judge(version, { path: '/z' })).toEqual({ ...PASSED, timeoutMs: 10_000 })
  expect(judge({ ...version, global_enforce_timeout_disabled: true }, { path: '/z' })).toEqual(
    PASSED,
  )
})

test.each([
  ['500ms', 500],
  ['1m30s', 90_000],
  ['1.5s', 1500],
  ['1h', 3_600_000],
  ['1000h', 2_147_483_647],
  ['0s', 7000],
  ['-1s', 7000],
  ['', 7000],
])('a timeout written as the duration %j', (duration, timeoutMs) => {
  const hard_timeouts = [{ path: '/x', timeout: 7, duration }]
  expect(judge(lists({ hard_timeouts }))).toEqual({ ...PASSED, timeoutMs })
})

test('an endpoint may have a rate of its own', () => {
  const rate_limit = [
    { path: '/x', method: 'GET', rate: 5, per: 60 },
    { path: '/y', method: 'GET', rate: 0, per: 60 },
    { path: '/z', method: 'GET', rate: 5, per: 60, disabled: true },
  ]
  const version = lists({ rate_limit })
  expect(judge(version)).toEqual({ ...PASSED, rate: { key: 'GET /x', rate: 5, perSeconds: 60 } })
  for (const asked of [{ method: 'PUT' }, { path: '/y' }, { path: '/z' }])
    expect(judge(version, asked)).toEqual(PASSED)
})

test('a limit that is no positive number limits nothing', () => {
  for (const value of ['0s', '-1s', '', -1, null])
    expect(open({ global_size_limit: value, global_enforce_timeout: value }).isPlain).toBe(true)
})
