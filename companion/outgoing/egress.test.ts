import { expect, test } from 'vitest'
import { assertAllowedUrl, guardedLookup, isBlockedAddress } from './egress.ts'

test.each([
  'http://169.254.169.254/latest/meta-data',
  'http://[::ffff:169.254.169.254]/',
  'http://0xa9fea9fe/',
  'http://2852039166/',
  'http://[fe80::1]/',
  'http://[fd00:ec2::254]/',
  'http://0.0.0.0:8790/',
  'http://100.100.100.200/',
  'file:///etc/passwd',
  'ftp://example.com/',
])('%s is refused', (url) => {
  expect(() => assertAllowedUrl(new URL(url))).toThrow(
    expect.objectContaining({ code: 'ADDRESS_REFUSED' }),
  )
})

test.each([
  'http://127.0.0.1:9900/',
  'https://dev-1.okta.com/',
  'http://192.168.1.4/',
  'http://[::1]:1/',
])('%s is allowed', (url) => {
  expect(() => assertAllowedUrl(new URL(url))).not.toThrow()
})

test('a name is checked where it resolves', async () => {
  const found = await new Promise((resolve) =>
    guardedLookup('localhost', { all: true }, (error, addresses) => resolve(error ?? addresses)),
  )
  expect(found).toEqual(
    expect.arrayContaining([expect.objectContaining({ address: expect.any(String) })]),
  )
  expect(isBlockedAddress('::ffff:a9fe:a9fe')).toBe(true)
})
