import { expect, test } from 'vitest'
import { isUrlAllowed, mergeAllowedUrls, readAllowedUrls } from './allowed-urls.ts'
import { compilePattern } from '../go/path-pattern.ts'

const read = (...entries: (readonly [url: string, ...methods: string[]])[]) =>
  readAllowedUrls(entries.map(([url, ...methods]) => ({ url, methods })))

test.each([undefined, null, {}, 'x'])('%j is no list: nothing is restricted', (value) => {
  expect(readAllowedUrls(value)).toEqual([])
})

test.each([
  [{ url: '/x', methods: ['GET'] }, '/x', ['GET']],
  [{ url: '/x' }, '/x', []],
  [{ url: '/x', methods: 'GET' }, '/x', []],
  [{ url: '/x', methods: [1] }, '/x', ['1']],
  [{ url: 1, methods: ['GET'] }, '', ['GET']],
  [null, '', []],
])('the entry %j is the path %j with the methods %j', (entry, url, methods) => {
  expect(readAllowedUrls([entry])).toMatchObject([{ url, methods }])
})

test.each<[string, string[], boolean]>([
  ['GET', ['/x'], true],
  ['GET', ['/api/x', '/x'], true],
  ['GET', ['/api/x', '/y'], false],
  ['GET', ['/y'], false],
  ['PUT', ['/x'], false],
  ['PUT', ['/z', '/y'], true],
  ['GET', [], false],
])('%s %j against two entries: %s', (method, paths, isAllowed) => {
  expect(isUrlAllowed(read(['/x$', 'GET'], ['^/y', 'PUT']), method, paths)).toBe(isAllowed)
})

test('an entry with conditions allows nothing', () => {
  const entry = { url: '/x', methods: ['GET'] }
  const allows = (conditions: unknown) =>
    isUrlAllowed(readAllowedUrls([{ ...entry, conditions }]), 'GET', ['/x'])
  expect([{ query: [] }, [{}]].map(allows)).toEqual([false, false])
  expect([undefined, null, {}, []].map(allows)).toEqual([true, true, true, true])
  const closed = readAllowedUrls([{ url: '/x', methods: ['PUT'], conditions: [{}] }])
  const merged = mergeAllowedUrls(closed, readAllowedUrls([entry]))
  expect(['GET', 'PUT'].map((method) => isUrlAllowed(merged, method, ['/x']))).toEqual([
    true,
    false,
  ])
})

test('a path that is allowed opens none that only begins or ends with it', () => {
  const urls = read(['/x', 'GET'], ['/users/{id}', 'GET'])
  expect(isUrlAllowed(urls, 'GET', ['/x'])).toBe(true)
  expect(isUrlAllowed(urls, 'GET', ['/users/7'])).toBe(true)
  for (const path of ['/xy', '/x/y', '/a/x', '/users/7/keys', '/users/'])
    expect(isUrlAllowed(urls, 'GET', [path])).toBe(false)
})

test('no entry allows every path, and an entry without methods none', () => {
  expect(isUrlAllowed([], 'GET', ['/x'])).toBe(true)
  expect(isUrlAllowed(read(['/x']), 'GET', ['/x'])).toBe(false)
})

test('a pattern that is not Go’s allows nothing, and hinders no other', () => {
  const unreadable = read(['/x(?=y)', 'GET'])
  expect(compilePattern('/x(?=y)')).toBeUndefined()
  expect(isUrlAllowed(unreadable, 'GET', ['/xy', '/x(?=y)'])).toBe(false)
  expect(isUrlAllowed([...unreadable, ...read(['/x.*', 'GET'])], 'GET', ['/xy'])).toBe(true)
})

test('two lists unite by path, each method once', () => {
  const merged = mergeAllowedUrls(
    read(['/x', 'GET', 'PUT'], ['/y', 'GET']),
    read(['/x', 'PUT', 'POST'], ['/z']),
  )
  expect(merged.map(({ url, methods }) => [url, ...methods])).toEqual([
    ['/x', 'GET', 'PUT', 'POST'],
    ['/y', 'GET'],
    ['/z'],
  ])
  expect(isUrlAllowed(merged, 'POST', ['/x'])).toBe(true)
})
