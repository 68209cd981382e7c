import { expect, test } from 'vitest'
import { createSigner } from '../test/test-gateway.ts'
import { readKeySet } from './key-set.ts'
import type { SigningKey } from './signing-key.ts'

const { jwk: first } = await createSigner('key-1', 'ES256')
const { jwk: second } = await createSigner('key-2', 'ES256')
const { jwk: rsa } = await createSigner('key-3')

const read = (...keys: readonly unknown[]) =>
  readKeySet('http://idp/keys', JSON.stringify({ keys }), 5000)

test('a set tells where and when it came from, and for which kids it answers', () => {
  const set = read(first, second)
  expect(set).toMatchObject({ name: 'http://idp/keys', fetchedAtMs: 5000, dropped: [] })
  expect([...set.kids]).toEqual(['key-1', 'key-2'])
  expect([set.has('key-1'), set.has('key-3'), set.has(undefined)]).toEqual([true, false, false])
})

test('an empty list is an answer', () => {
  expect([...read().kids]).toEqual([])
})

test('a key that is unsafe is left out, with its kid and the reason', () => {
  const set = read(first, { kty: 'oct', k: 'AA', kid: 'x' }, { kty: 'EC', kid: 7 }, { kty: 'EC' })
  expect([...set.kids]).toEqual(['key-1'])
  expect(set.dropped).toEqual([
    { kid: 'x', problem: { code: 'KEY_SECRET' } },
    { kid: '', problem: { code: 'KEY_NO_KID' } },
    { kid: '', problem: { code: 'KEY_NO_KID' } },
  ])
})

const x = (key: SigningKey | undefined) => key?.key.export({ format: 'jwk' }).x

test('of two keys with one kid the first counts, as at Tyk', () => {
  const set = read(first, { ...second, kid: 'key-1' })
  expect([set.kids.size, set.dropped]).toEqual([1, []])
  expect(x(set.findKey('key-1', 'ES256'))).toBe(first.x)
})

test('of two keys with one kid the one for the algorithm counts', () => {
  const set = read({ ...first, alg: 'ES384' }, { ...second, kid: 'key-1', alg: 'ES256' })
  expect(x(set.findKey('key-1', 'ES256'))).toBe(second.x)
  const mixed = read(rsa, { ...second, kid: 'key-3', alg: undefined })
  expect(x(mixed.findKey('key-3', 'ES256'))).toBe(second.x)
  expect(mixed.findKey('key-3', 'RS256')?.key.asymmetricKeyType).toBe('rsa')
})

test('a key that is listed twice is one key, and one for encryption takes no kid away', () => {
  expect(read(first, first).findKey('key-1', 'ES256')).toBeDefined()
  const set = read({ ...second, kid: 'key-1', use: 'enc' }, first)
  expect(x(set.findKey('key-1', 'ES256'))).toBe(first.x)
})

test.each([null, 1, 'key', [[first]]])('the member %j is no key', (member) => {
  const set = read(member, first)
  expect([...set.kids]).toEqual(['key-1'])
  expect(set.dropped).toEqual([])
})

test('the fingerprint is that of the trusted keys', () => {
  const { fingerprint } = read(first)
  expect(read(null, first, { kty: 'oct', kid: 'x' }).fingerprint).toBe(fingerprint)
  expect(read(first, second).fingerprint).not.toBe(fingerprint)
  expect(fingerprint).toMatch(/^[\w-]{43}$/)
})

test('a set finds the key of a kid and no other, loads it once, and knows its algorithm', () => {
  const { findKey } = read(first, { ...second, alg: 'ES256' })
  expect(findKey('key-2')).toMatchObject({ key: { type: 'public' }, algorithm: 'ES256' })
  expect(findKey('key-2')).toBe(findKey('key-2'))
  expect([findKey('key-3'), findKey(undefined)]).toEqual([undefined, undefined])
})

test('a key that passes the lint and cannot be loaded is not found', () => {
  const { findKey, has } = read({ ...first, x: 'AAAA' })
  expect([has('key-1'), findKey('key-1')]).toEqual([true, undefined])
})

test.each([
  ['<html>', 'KEY_SET_NOT_JSON'],
  ['', 'KEY_SET_NOT_JSON'],
  ['null', 'KEY_SET_NO_LIST'],
  ['1', 'KEY_SET_NO_LIST'],
  ['"keys"', 'KEY_SET_NO_LIST'],
  ['[]', 'KEY_SET_NO_LIST'],
  ['{}', 'KEY_SET_NO_LIST'],
  ['{"keys":{}}', 'KEY_SET_NO_LIST'],
])('the answer %s is refused', (text, code) => {
  expect(() => readKeySet('http://idp/keys', text, 0)).toThrow(
    expect.objectContaining({ word: { code } }),
  )
})

test('64 keys are read, 65 are refused', () => {
  const keys = Array.from({ length: 65 }, () => first)
  expect(read(...keys.slice(1)).kids.size).toBe(1)
  expect(() => read(...keys)).toThrow(
    expect.objectContaining({
      word: { code: 'KEY_SET_TOO_LONG', facts: { count: 65, limit: 64 } },
    }),
  )
})
