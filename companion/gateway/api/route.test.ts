import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRefusal } from '../outcome/refusal.ts'
import { buildRouteTable, findRoute, readRest } from './route.ts'
import { compileTestApi } from '../test/compile-test-api.ts'

const PATHS = ['/a/', '/a/b/', '/a/b/c', '/ab', '/b/a/']

const nameId = (listen_path: string) => `id${listen_path.replaceAll(/[^a-z0-9]/g, '-')}`

const open = (listen_path: string, change: Record<string, unknown> = {}) =>
  compileTestApi({
    name: listen_path,
    api_id: nameId(listen_path),
    ...change,
    proxy: { listen_path },
  })

function openTable(paths: readonly string[]) {
  return buildRouteTable(paths.map((path) => open(path)))
}

function route(paths: readonly string[], path: string): string | undefined {
  const found = findRoute(openTable(paths), path)
  return isRefusal(found) ? undefined : `${found.api.definition.name} ${readRest(found, path)}`
}

test.each([
  ['/a', undefined],
  ['/a/', '/a/ /'],
  ['/a/x', '/a/ /x'],
  ['/a/b', '/a/ /b'],
  ['/a/bx', '/a/ /bx'],
  ['/a/b/c', '/a/b/c '],
  ['/a/b/cx', undefined],
  ['/a/b/c/d', '/a/b/c /d'],
  ['/ab', '/ab '],
  ['/ab/c', '/ab /c'],
  ['/abc', undefined],
  ['/A', undefined],
  ['/id-a-b-/x', '/a/b/ /x'],
  ['/id-a-b-', undefined],
  [`/a/b/${'c/'.repeat(50)}`, `/a/b/c /${'c/'.repeat(49)}`],
  [`/a/${'c'.repeat(50)}`, `/a/ /${'c'.repeat(50)}`],
  ['/a-path-longer-than-all-that-are-listened-on', undefined],
])('%s', (path, expected) => {
  expect(route(PATHS, path)).toBe(expected)
})

test('P23: the longest match wins whatever the order', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(PATHS, { minLength: PATHS.length }),
      fc.array(fc.constantFrom('a', 'b', 'c', 'ab'), { maxLength: 5 }),
      (paths, segments) => {
        const path = `/${segments.join('/')}`
        expect(route(paths, path)).toBe(route(PATHS, path))
      },
    ),
  )
})

test('a listen path of / takes what is left', () => {
  expect(route(['/', '/a/'], '/x/y')).toBe('/ /x/y')
  expect(route(['/', '/a/'], '/a/y')).toBe('/a/ /y')
})

test('of two APIs with one listen path the first answers, the second at its id', () => {
  const table = buildRouteTable([open('/a/', { api_id: 'one' }), open('/a', { api_id: 'two' })])
  expect(findRoute(table, '/a/x')).toMatchObject({ api: { id: 'one' }, base: '/a' })
  expect(findRoute(table, '/two/x')).toMatchObject({ api: { id: 'two' }, base: '/two' })
})

test('a listen path wins over an id of the same spelling, whichever comes first', () => {
  const apis = [open('/a/', { api_id: 'b' }), open('/b/', { api_id: 'c' })]
  for (const order of [apis, [...apis].reverse()])
    expect(findRoute(buildRouteTable(order), '/b/x')).toMatchObject({ api: { id: 'c' } })
})

test('an API that is not active is served, as by a Tyk without Dashboard', () => {
  const table = buildRouteTable([open('/a/', { active: false }), open('/b/')])
  for (const path of ['/a/x', '/id-a-/x'])
    expect(findRoute(table, path)).toMatchObject({ api: { id: 'id-a-' } })
})

const LOOSE = { config_data: { dcr_lab: { quirks: ['loose_listen_path'] } } }

test('with the quirk a path also matches within a segment, the longest listen path first', () => {
  const apis = [open('/a', LOOSE), open('/abc', LOOSE), open('/b'), open('/c/', LOOSE)]
  const table = buildRouteTable(apis)
  const find = (path: string) => {
    const found = findRoute(table, path)
    return isRefusal(found) ? found.status : `${found.base} ${readRest(found, path)}`
  }
  expect(find('/ax/y')).toBe('/a /x/y')
  expect(find('/abcd')).toBe('/abc /d')
  expect(find('/abc/d')).toBe('/abc /d')
  expect(find('/bx')).toBe(404)
  expect(find('/cx')).toBe(404)
  expect(find('/x/a')).toBe(404)
  for (const path of ['/a../x', '/a..', '/a%2e.;/x', '/a..%3B']) expect(find(path)).toBe(404)
  expect(find('/a...')).toBe('/a /...')
})

test('an API that answers without its final slash, too, takes nothing else from shorter listen paths', () => {
  const dcr_lab = { error_profile: 'rfc6750', allowed_issuers: ['https://idp.test'] }
  const table = buildRouteTable([open('/'), open('/a/', { config_data: { dcr_lab } })])
  const name = (path: string) => findRoute(table, path)
  expect(name('/a')).toMatchObject({ base: '/a' })
  expect(name('/a/x')).toMatchObject({ base: '/a' })
  expect(name('/ax')).toMatchObject({ base: '' })
})

test('the refusal tells the path and at most ten listen paths, each once, the longest first', () => {
  const found = findRoute(openTable(['/a', '/bb/', '/ccc']), '/zz')
  expect(found).toMatchObject({
    refused: true,
    check: 'route',
    status: 404,
    error: 'Not Found',
    code: 'API_UNKNOWN',
    facts: { path: '/zz' },
    evidence: [
      { label: 'path', value: '/zz' },
      { label: 'listenPaths', value: '/bb/, /ccc, /a' },
    ],
  })
  const paths = Array.from({ length: 11 }, (_, at) => `/${'p'.repeat(20 + at)}`)
  expect(findRoute(openTable(paths), '/zz')).toMatchObject({
    evidence: [{}, { value: [...paths].reverse().slice(0, 10).join(', ') }],
  })
})

const causesOf = (paths: readonly string[], path: string) => {
  const found = findRoute(openTable(paths), path)
  return isRefusal(found) ? found.causes : []
}

test.each([
  [['/a/', '/bb/'], '/BB/x', '/bb/', 'LISTEN_PATH_NEAR'],
  [['/A/', '/bb/'], '/a/x', '/A/', 'LISTEN_PATH_NEAR'],
  [['/a/', '/bb/'], '/ax', '/a/', 'LISTEN_PATH_NEAR'],
  [['/a/', '/bb/'], '/x/bb', '/bb/', 'PATH_WITHOUT_API'],
])('of %j the refusal of %s names %s: %s', (paths, path, listenPath, code) => {
  expect(causesOf(paths, path)).toEqual([
    { code, facts: { listenPath } },
    { code: 'API_LISTENS_ELSEWHERE' },
  ])
})

test('without any API the refusal says so', () => {
  expect(findRoute(openTable([]), '/x')).toMatchObject({
    status: 404,
    evidence: [{}, { label: 'listenPaths', value: { code: 'NONE' } }],
    causes: [{ code: 'API_LIST_EMPTY' }],
  })
})

const PARAMETERS = [
  '/orgs/{org}/',
  '/orgs/{org}/items/',
  '/orgs/own/',
  '/n/{id:[0-9]+}/',
  '/{any}/deep/path/',
]

test.each([
  ['/orgs/7', undefined],
  ['/orgs/7/', '/orgs/{org}/ /'],
  ['/orgs/7/x', '/orgs/{org}/ /x'],
  ['/orgs/7/items/x', '/orgs/{org}/items/ /x'],
  ['/orgs/own/x', '/orgs/own/ /x'],
  ['/orgs/own/items/x', '/orgs/{org}/items/ /x'],
  ['/orgs', undefined],
  ['/orgs//x', undefined],
  ['/n/12/x', '/n/{id:[0-9]+}/ /x'],
  ['/n/12a/x', undefined],
  ['/n/a', undefined],
  ['/a/deep/path/x', '/{any}/deep/path/ /x'],
  ['/a/deep/paths', undefined],
])('the path %s among listen paths with parameters', (path, expected) => {
  expect(route(PARAMETERS, path)).toBe(expected)
})

test('a parameter does not count as length', () => {
  expect(route(['/a/{parameter}/', '/a/bc/'], '/a/bc/x')).toBe('/a/bc/ /x')
  expect(route(['/a/{parameter}/bcd/', '/a/b/'], '/a/b/bcd/x')).toBe('/a/{parameter}/bcd/ /x')
})

// The rows of Tyk's own TestHandleSubroutes, which has strict routes on.
const SUBROUTES = ['/', '/apple', '/apple/bottom', '/bob/{name:.*}', '/charlie/{name:.*}/suffix']

test.each([
  ['/', '/ /'],
  ['/app', '/ /app'],
  ['/apple', '/apple '],
  ['/apple/', '/apple /'],
  ['/apple/bot', '/apple /bot'],
  ['/apple/bottom', '/apple/bottom '],
  ['/apple/bottom/jeans', '/apple/bottom /jeans'],
  ['/applebottomjeans', undefined],
  ['/apple-bottom-jeans', undefined],
  ['/apple/bottom-jeans', undefined],
  ['/bob', '/ /bob'],
  ['/bob/', '/bob/{name:.*} '],
  ['/bob/name/surname', '/bob/{name:.*} '],
  ['/charlie/name/suffix', '/charlie/{name:.*}/suffix '],
  ['/charlie/name/name/suffix/foo', '/charlie/{name:.*}/suffix /foo'],
])('below %s, listen paths within listen paths', (path, expected) => {
  expect(route(SUBROUTES, path)).toBe(expected)
})

test('an internal API answers nowhere', () => {
  const table = buildRouteTable([open('/a/', { internal: true }), open('/b/')])
  expect(isRefusal(findRoute(table, '/a/x'))).toBe(true)
  expect(isRefusal(findRoute(table, '/id-a-/x'))).toBe(true)
  expect(isRefusal(findRoute(table, '/b/x'))).toBe(false)
})
