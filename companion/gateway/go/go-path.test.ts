import { expect, test } from 'vitest'
import { escapePath } from './go-path.ts'

test.each([
  ['/a-b._~/c$&+,:;=@', '/a-b._~/c$&+,:;=@'],
  ['/(abc,xyz)', '/%28abc,xyz%29'],
  ['/%28abc,xyz%29', '/%28abc,xyz%29'],
  [`/!'*[x]`, '/%21%27%2A%5Bx%5D'],
  ['/{id}|"<>^`', '/%7Bid%7D%7C%22%3C%3E%5E%60'],
  ['/a%20b', '/a%20b'],
  ['/a%20(b)', '/a%20(b)'],
  ['/%c3%a9', '/%c3%a9'],
  ['/%c3%a9|(b)', '/%C3%A9%7C%28b%29'],
  ['/50%25|', '/50%25%7C'],
])('the path %s is sent on as %s', (path, expected) => {
  expect(escapePath(path)).toBe(expected)
})
