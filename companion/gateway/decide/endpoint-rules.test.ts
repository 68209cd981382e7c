import { expect, test } from 'vitest'
import { judgeEndpoint, readEndpointRules } from './endpoint-rules.ts'
import { compileTestApi } from './testing.ts'

type Members = Record<string, unknown>

function open(version: Members, maxBodyBytes = 0) {
  const versions = { Default: { name: 'Default', ...version } }
  const { definition } = compileTestApi({ version_data: { not_versioned: true, versions } })
  return readEndpointRules(definition, maxBodyBytes)
}

interface Asked {
  method?: string
  path?: string
  length?: string
  maxBodyBytes?: number
}

function judge(version: Members, { method = 'GET', path = '/x', length, ...asked }: Asked = {}) {
  const rawHeaders = length === undefined ? [] : ['Content-Length', length]
  const paths = [`/api${path}`, path]
  return judgeEndpoint(open(version, asked.maxBodyBytes), { method, paths, rawHeaders })
}

const lists = (extended_paths: Members) => ({ extended_paths })
const PASSED = { isIgnored: false, reply: undefined, timeoutMs: undefined }
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
  { global_size_limit: 1 },
  { global_enforce_timeout: 1 },
])('an API with %j is not plain', (version) => {
  expect(open(version).isPlain).toBe(false)
})

test('lists that are switched off say nothing', () => {
  const version = lists({ black_list: [{ path: '/x' }] })
  expect(open({ ...version, use_extended_paths: false }).isPlain).toBe(true)
  expect(open(lists({ black_list: null })).isPlain).toBe(true)
  expect(open({ extended_paths: null }).isPlain).toBe(true)
})

test('the version Default counts, else the first one, else none', () => {
  const read = (versions: Members) =>
    compileTestApi({ version_data: { not_versioned: true, versions } }).endpoints.sizeLimit
  const version = (global_size_limit: number) => ({ name: 'v', global_size_limit })
  expect(read({ one: version(1), Default: version(2) })).toBe(2)
  expect(read({ one: version(1), two: version(2) })).toBe(1)
  expect(read({})).toBe(0)
})

test('a blocked endpoint is refused, even when it is allowed and ignored', () => {
  const rule = [{ path: '/x' }]
  const version = lists({ black_list: rule, white_list: rule, ignored: rule })
  expect(judge(version)).toMatchObject({
    ...FORBIDDEN,
    reason: 'The block list of the API names GET /x.',
    causes: [{ text: expect.stringContaining('black_list') }],
  })
  expect(judge(lists({ black_list: rule }), { path: '/y' })).toEqual(PASSED)
})

test('with an allow list only what it or the ignore list names is free', () => {
  const version = lists({ white_list: [{ path: '/x' }], ignored: [{ path: '/y' }] })
  expect(judge(version)).toEqual(PASSED)
  expect(judge(version, { path: '/y' })).toEqual({ ...PASSED, isIgnored: true })
  expect(judge(version, { path: '/z', method: 'PUT' })).toMatchObject({
    ...FORBIDDEN,
    reason: 'The allow list of the API has no entry for PUT /z.',
    causes: [{ text: expect.stringContaining('white_list') }],
  })
})

test('a rule fits the whole path, too', () => {
  expect(judge(lists({ black_list: [{ path: '/api/x' }] }))).toMatchObject(FORBIDDEN)
})

const reply = (action: Members) =>
  judge(lists({ ignored: [{ path: '/x', method_actions: { GET: action } }] }))

test.each([
  [
    { action: 'reply', code: 418, data: 'tea', headers: { 'X-A': 1, 'X-B': 'b' } },
    { status: 418, headers: ['X-A', '1', 'X-B', 'b'], text: 'tea' },
  ],
  [{ action: 'reply' }, { status: 200, headers: [], text: '' }],
  [
    { action: 'reply', code: '418', data: 1, headers: null },
    { status: 200, headers: [], text: '' },
  ],
])('an ignored endpoint with %j answers by itself', (action, answer) => {
  expect(reply(action)).toMatchObject({ isIgnored: true, reply: { replied: true, ...answer } })
})

test('an ignored endpoint without a reply goes on to the upstream', () => {
  expect(reply({ action: 'no_action', code: 418 })).toEqual({ ...PASSED, isIgnored: true })
  expect(judge(lists({ ignored: [{ path: '/x' }] }))).toMatchObject({ reply: undefined })
})

const TOO_LARGE = { check: 'endpoint', status: 400, error: 'Request is too large' }
const POST = { method: 'POST' }

test('a body up to the limit passes, a larger one does not', () => {
  const version = { global_size_limit: 10 }
  expect(judge(version, { ...POST, length: '10' })).toEqual(PASSED)
  expect(judge(version, { ...POST, length: '11' })).toMatchObject({
    ...TOO_LARGE,
    reason: 'The body has 11 bytes; the API allows 10.',
    evidence: [
      { label: 'Content-Length', value: '11' },
      { label: 'Limit', value: '10 bytes' },
    ],
  })
})

test('where sizes are limited a request has to state its own', () => {
  expect(judge({ global_size_limit: 10 }, POST)).toMatchObject({
    check: 'endpoint',
    status: 411,
    error: 'Content length is required for this request',
    reason: expect.stringContaining('does not state its own'),
    causes: [{ text: expect.stringContaining('Content-Length') }],
  })
})

test.each(['GET', 'DELETE', 'TRACE', 'OPTIONS', 'HEAD'])(
  'the body of %s is not counted',
  (method) => {
    expect(judge({ global_size_limit: 10 }, { method, length: '11' })).toEqual(PASSED)
    expect(judge({ global_size_limit: 10 }, { method })).toEqual(PASSED)
  },
)

test('an endpoint’s limit takes the place of the API’s, 0 lifts it', () => {
  const size_limits = [
    { path: '/x', size_limit: 5 },
    { path: '/y', size_limit: 0 },
  ]
  const version = { ...lists({ size_limits }), global_size_limit: 10 }
  expect(judge(version, { ...POST, length: '6' })).toMatchObject(TOO_LARGE)
  expect(judge(version, { ...POST, length: '99', path: '/y' })).toEqual(PASSED)
  expect(judge(version, { ...POST, length: '10', path: '/z' })).toEqual(PASSED)
  expect(judge({ ...version, global_size_limit_disabled: true }, { ...POST, path: '/z' })).toEqual(
    PASSED,
  )
})

test.each(['GET', 'POST'])('the gateway’s own limit counts for %s, too', (method) => {
  const version = { global_enforce_timeout: 1 }
  const passed = { ...PASSED, timeoutMs: 1000 }
  expect(judge(version, { method, length: '10', maxBodyBytes: 10 })).toEqual(passed)
  expect(judge(version, { method, maxBodyBytes: 10 })).toEqual(passed)
  expect(judge({}, { method, length: '11', maxBodyBytes: 10 })).toMatchObject({
    check: 'endpoint',
    status: 413,
    error: 'Request Entity Too Large',
    evidence: [{ value: '11' }, { value: '10 bytes' }],
  })
})

test('an endpoint’s timeout takes the place of the API’s, in milliseconds', () => {
  const hard_timeouts = [
    { path: '/x', timeout: 5 },
    { path: '/y', timeout: 0 },
  ]
  const version = { ...lists({ hard_timeouts }), global_enforce_timeout: 10 }
  expect(judge(version)).toEqual({ ...PASSED, timeoutMs: 5000 })
  expect(judge(version, { path: '/y' })).toEqual(PASSED)
  expect(judge(version, { path: '/z' })).toEqual({ ...PASSED, timeoutMs: 10_000 })
  expect(judge({ ...version, global_enforce_timeout_disabled: true }, { path: '/z' })).toEqual(
    PASSED,
  )
})

test('a limit that is no positive number limits nothing', () => {
  for (const value of ['10', -1, null])
    expect(open({ global_size_limit: value, global_enforce_timeout: value }).isPlain).toBe(true)
})
