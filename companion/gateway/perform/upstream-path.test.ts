import { expect, test } from 'vitest'
import { compileTestApi } from '../test/compile-test-api.ts'
import { joinUpstreamPath } from './upstream-path.ts'

const join = (
  target: { path?: string; rest?: string; query?: string | undefined },
  change: Record<string, unknown> = {},
) =>
  joinUpstreamPath(compileTestApi(change), {
    path: '/api/x',
    rest: '/x',
    query: undefined,
    ...target,
  })
const proxy = (members: Record<string, unknown>) => ({ proxy: members })

test.each([
  ['http://u.test', '/x', '/x'],
  ['http://u.test/base', '/x', '/base/x'],
  ['http://u.test/base/', '/x/y', '/base/x/y'],
  ['http://u.test/base', '', '/base'],
  ['http://u.test', '', '/'],
])('below %s the rest %j is %s', (target_url, rest, target) => {
  expect(join({ rest }, proxy({ target_url }))).toBe(target)
})

test('the whole path goes on where the listen path is not stripped', () => {
  const kept = { strip_listen_path: false, target_url: 'http://u.test/base' }
  expect(join({}, proxy(kept))).toBe('/base/api/x')
})

test('the segment that names the version does not go on where it is stripped, whatever stays before it', () => {
  const { withoutSegment: version = compileTestApi() } = compileTestApi({
    proxy: { strip_listen_path: false, target_url: 'http://u.test/base' },
    definition: { enabled: true, location: 'url', key: '', strip_versioning_data: true },
  })
  const ask = (path: string, rest: string) =>
    joinUpstreamPath(version, { path, rest, query: undefined })
  expect(ask('/api/v1/x', '/x')).toBe('/base/api/x')
  expect(ask('/api/v1', '')).toBe('/base/api')
})

test('the final slash of a request stays', () => {
  expect(join({ rest: '/x/' })).toBe('/x/')
  expect(join({ path: '/api/x/' }, proxy({ strip_listen_path: false }))).toBe('/api/x/')
})

// The rows of Tyk's own TestSingleJoiningSlash.
test.each([
  ['/foo', '', false, '/foo'],
  ['/foo/', '', false, '/foo'],
  ['/foo/', '/', false, '/foo'],
  ['/foo', '/bar', false, '/foo/bar'],
  ['/foo/', '/bar', false, '/foo/bar'],
  ['/foo//', '/bar', false, '/foo/bar'],
  ['/foo/', '', true, '/foo/'],
  ['/foo/', '/', true, '/foo/'],
  ['/foo/', '/name', true, '/foo/name'],
  ['/foo', '', true, '/foo'],
  ['/foo', '/', true, '/foo'],
  ['', '/', true, '/'],
])(
  'the target %s and the rest %j, its slash kept: %s, make %s',
  (target, rest, keeps, expected) => {
    const change = proxy({ target_url: `http://u.test${target}`, disable_strip_slash: keeps })
    expect(join({ rest }, change)).toBe(expected)
  },
)

test('what the request adds is escaped as Go does it', () => {
  expect(join({ rest: '/a(b)(c)' })).toBe('/a%28b%29%28c%29')
})

test.each([
  ['http://u.test', undefined, '/x'],
  ['http://u.test', '', '/x'],
  ['http://u.test', 'a=1&b', '/x?a=1&b'],
  ['http://u.test?k=v', undefined, '/x?k=v'],
  ['http://u.test?k=v', 'a=1', '/x?k=v&a=1'],
])('the queries of %s and of the call (%j) make %s', (target_url, query, target) => {
  expect(join({ query }, proxy({ target_url }))).toBe(target)
})

const param = { auth_configs: { jwt: { use_param: true, param_name: 'jwt' } } }
const stripping = { strip_auth_data: true }

test.each([
  ['jwt=x', '/x'],
  ['a=1&jwt=x&b=2', '/x?a=1&b=2'],
  ['%6Awt=x&a=1', '/x?a=1'],
  ['jwtx=1&a=jwt', '/x?jwtx=1&a=jwt'],
])('of the query %s stripping leaves %s', (query, target) => {
  expect(join({ query }, { ...param, ...stripping })).toBe(target)
})

test('the query goes on byte for byte when no token is stripped from it', () => {
  const query = 'jwt=x&undefined=1&a=%20+'
  expect(join({ query }, param)).toBe(`/x?${query}`)
  expect(join({ query }, stripping)).toBe(`/x?${query}`)
})

test.each([
  ['version=v1', '/x'],
  ['a=1&version=v1&b=2&version=v2', '/x?a=1&b=2'],
  ['versions=1&a=version', '/x?versions=1&a=version'],
])('of the query %s nothing is left that names the version', (query, target) => {
  const named = { location: 'url-param', key: 'version', strip_versioning_data: true }
  expect(join({ query }, { definition: { enabled: true, ...named } })).toBe(target)
})
