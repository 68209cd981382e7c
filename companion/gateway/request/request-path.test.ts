import { expect, test } from 'vitest'
import { readRequestPath } from './request-path.ts'

const REFUSED = {
  refused: true,
  check: 'route',
  status: 400,
  error: 'Request path is not acceptable',
}

test.each([
  ['/', '/', undefined],
  ['/a/b.c/~d_e-f/', '/a/b.c/~d_e-f/', undefined],
  ['/a?', '/a', ''],
  ['/a?b=1&c', '/a', 'b=1&c'],
  ['/a?b=?/../%', '/a', 'b=?/../%'],
  ['/a%20b/%C3%A4', '/a%20b/%C3%A4', undefined],
  ["/a;v=1/(b)!$&'*+,=:@", "/a;v=1/(b)!$&'*+,=:@", undefined],
  ['/.well-known/x', '/.well-known/x', undefined],
  ['/...', '/...', undefined],
  ['/a..b/.c', '/a..b/.c', undefined],
  ['/%2Ea', '/%2Ea', undefined],
  ['/a%25b', '/a%25b', undefined],
  ['/a%25%20%3Bb', '/a%25%20%3Bb', undefined],
])('%s is taken as it stands', (target, path, query) => {
  expect(readRequestPath(target)).toEqual({ path, decoded: decodeURIComponent(path), query })
})

test.each([
  ['a/b', 'PATH_NO_SLASH'],
  ['*', 'PATH_NO_SLASH'],
  ['http://a.test/b', 'PATH_NO_SLASH'],
  ['/a\\b', 'PATH_BACKSLASH'],
  ['/a#b', 'PATH_BACKSLASH'],
  ['/a b', 'PATH_CONTROL'],
  ['/a\tb', 'PATH_CONTROL'],
  ['/\u00e4', 'PATH_CONTROL'],
  ['/a%', 'PATH_STRAY_PERCENT'],
  ['/a%2', 'PATH_STRAY_PERCENT'],
  ['/a%zz', 'PATH_STRAY_PERCENT'],
  ['/a%00', 'PATH_ESCAPED_CONTROL'],
  ['/a%1f', 'PATH_ESCAPED_CONTROL'],
  ['/a%7F', 'PATH_ESCAPED_CONTROL'],
  ['/a%2fb', 'PATH_ESCAPED_SLASH'],
  ['/a%2Fb', 'PATH_ESCAPED_SLASH'],
  ['/a%5cb', 'PATH_ESCAPED_SLASH'],
  ['/a%252e', 'PATH_ESCAPED_TWICE'],
  ['/a%25%32f', 'PATH_ESCAPED_TWICE'],
  ['/a%252%66', 'PATH_ESCAPED_TWICE'],
  ['/a%25%34%61', 'PATH_ESCAPED_TWICE'],
  ['/..;x=1/b', 'PATH_DOTS'],
  ['/a/.;', 'PATH_DOTS'],
  ['/..%3Bx=1/b', 'PATH_DOTS'],
  ['/a/%2e.%3b', 'PATH_DOTS'],
  ['/..%3B/b', 'PATH_DOTS'],
  ['/a/.%2e%3bx|', 'PATH_DOTS'],
  ['/a%C3', 'PATH_NOT_UTF8'],
  ['/a%ff%20', 'PATH_NOT_UTF8'],
])('%j is refused, and the verdict names the trap', (path, trap) => {
  for (const target of [path, `${path}?b=1`])
    expect(readRequestPath(target)).toMatchObject({
      ...REFUSED,
      code: 'PATH_AMBIGUOUS',
      facts: { problem: { code: trap } },
      evidence: [{ label: 'path', value: path.replace('\t', '\uFFFD') }],
      causes: [{ code: 'PATH_NOT_PLAIN' }],
    })
})

test.each([
  ['//a', 'PATH_EMPTY_SEGMENT', '/a'],
  ['/a//', 'PATH_EMPTY_SEGMENT', '/a/'],
  ['//evil.test/a', 'PATH_EMPTY_SEGMENT', '/evil.test/a'],
  ['/./a', 'PATH_DOTS', '/a'],
  ['/a/.', 'PATH_DOTS', '/a'],
  ['/a/..', 'PATH_DOTS', '/'],
  ['/a/../b', 'PATH_DOTS', '/b'],
  ['/a/../../b/', 'PATH_DOTS', '/b/'],
  ['/%2e%2E/b', 'PATH_DOTS', '/b'],
  ['/.%2e/b', 'PATH_DOTS', '/b'],
])('%j is moved to where it leads, as by Tyk', (path, trap, location) => {
  expect(readRequestPath(path)).toMatchObject({
    refused: true,
    status: 301,
    code: 'PATH_AMBIGUOUS',
    facts: { problem: { code: trap } },
    location,
  })
  expect(readRequestPath(`${path}?b=1`)).toMatchObject({ location: `${location}?b=1` })
  expect(readRequestPath(`${path}?b#c`)).toMatchObject({ status: 400, location: undefined })
})

test.each(['/a//..;/b', '/a//%2fb', '/..%2f/b', '/a\\/../b', '/a/../%00'])(
  '%j would be as ambiguous when it is cleaned, and is refused',
  (path) => {
    expect(readRequestPath(path)).toMatchObject({ ...REFUSED, location: undefined })
  },
)

test.each(['b#c', 'b c', 'b\u0000', 'b\u007f', 'b=\u00e4'])(
  'a plain path with the query %j is refused',
  (query) => {
    expect(readRequestPath(`/a?${query}`)).toMatchObject({
      ...REFUSED,
      facts: { problem: { code: 'PATH_QUERY' } },
      evidence: [{ label: 'path', value: '/a' }],
    })
  },
)

test('a target of 8192 characters passes, one of 8193 is refused as too long', () => {
  expect(readRequestPath(`/a?${'b'.repeat(8189)}`)).toMatchObject({ path: '/a' })
  expect(readRequestPath(`/${'a'.repeat(8191)}`)).toMatchObject({ query: undefined })
  expect(readRequestPath(`/a?${'b'.repeat(8190)}`)).toMatchObject({
    refused: true,
    check: 'route',
    status: 414,
    error: 'Request path is too long',
    code: 'PATH_TOO_LONG',
    facts: { length: 8193, limit: 8192 },
  })
})
