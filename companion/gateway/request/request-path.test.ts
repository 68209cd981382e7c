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
  ['a/b', 'does not start with a slash'],
  ['*', 'does not start with a slash'],
  ['http://a.test/b', 'does not start with a slash'],
  ['/a\\b', 'a backslash or a #'],
  ['/a#b', 'a backslash or a #'],
  ['/a b', 'a space'],
  ['/a\tb', 'a control character'],
  ['/\u00e4', 'a byte above 7F'],
  ['/a%', 'starts no escape'],
  ['/a%2', 'starts no escape'],
  ['/a%zz', 'starts no escape'],
  ['/a%00', 'an escaped control character'],
  ['/a%1f', 'an escaped control character'],
  ['/a%7F', 'an escaped control character'],
  ['/a%2fb', 'an escaped slash or backslash'],
  ['/a%2Fb', 'an escaped slash or backslash'],
  ['/a%5cb', 'an escaped slash or backslash'],
  ['/a%252e', 'escaped twice'],
  ['/a%25%32f', 'escaped twice'],
  ['/a%252%66', 'escaped twice'],
  ['/a%25%34%61', 'escaped twice'],
  ['//a', 'an empty segment'],
  ['/a//', 'an empty segment'],
  ['/./a', '. or ..'],
  ['/a/..', '. or ..'],
  ['/a/../b', '. or ..'],
  ['/%2e%2E/b', '. or ..'],
  ['/.%2e/b', '. or ..'],
  ['/..;x=1/b', '. or ..'],
  ['/a/.;', '. or ..'],
  ['/..%3Bx=1/b', '. or ..'],
  ['/a/%2e.%3b', '. or ..'],
  ['/..%3B/b', '. or ..'],
  ['/a/.%2e%3bx|', '. or ..'],
  ['/a%C3', 'not UTF-8'],
  ['/a%ff%20', 'not UTF-8'],
])('%j is refused, and the verdict names the trap', (path, trap) => {
  for (const target of [path, `${path}?b=1`])
    expect(readRequestPath(target)).toMatchObject({
      ...REFUSED,
      reason: expect.stringContaining(trap),
      evidence: [{ label: 'Path', value: path.replace('\t', '\uFFFD') }],
      causes: [{ text: expect.stringContaining('plainly') }],
    })
})

test.each(['b#c', 'b c', 'b\u0000', 'b\u007f', 'b=\u00e4'])(
  'a plain path with the query %j is refused',
  (query) => {
    expect(readRequestPath(`/a?${query}`)).toMatchObject({
      ...REFUSED,
      reason: expect.stringContaining('followed by a query'),
      evidence: [{ label: 'Path', value: '/a' }],
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
    reason: expect.stringContaining('8193'),
  })
})
