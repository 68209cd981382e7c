import { expect, test } from 'vitest'
import { readHost } from './read-host.ts'

test('a host is taken as people write it', () => {
  expect(readHost('portal.example.com')).toBe('https://portal.example.com/*')
  expect(readHost(' http://localhost:3000/ ')).toBe('http://localhost:3000/*')
  expect(readHost('https://[::1]:8443')).toBe('https://[::1]:8443/*')
})

test.each([
  '',
  '*',
  '*.example.com',
  'not a host',
  'http://',
  'https://exa mple.com',
  'file:///etc',
])('the browser is not asked for %j', (typed) => {
  expect(readHost(typed)).toBeUndefined()
})
