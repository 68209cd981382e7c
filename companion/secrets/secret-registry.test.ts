import { assert, constantFrom, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { createSecretRegistry } from './secret-registry.ts'
import { ENCODINGS } from './testing/encodings.ts'

const SECRETS = {
  letters: 'Zq8vTn2LkPw7RsYd4HbXc9MgJf3',
  signs: 'a/b+c=d e&f"g<h>i\'j\\k%l~m',
  'other scripts': 'gehört-nicht-ins-Log-日本-🔑-x',
  'an escape': 'one%41two%2Fthree-four',
  JSON: '{"key":"value","other":[1,2]}',
}

for (const [kind, secret] of Object.entries(SECRETS))
  test.each(Object.entries(ENCODINGS))(`a secret with ${kind} is masked in %s`, (_name, encode) => {
    const registry = createSecretRegistry()
    const text = `before ${encode(secret)} after`
    expect(registry.mask(text)).toBe(text)
    registry.add(secret)
    const masked = registry.mask(text)
    expect(masked).toMatch(/^before .{0,6}••••.{0,10} after$/u)
    expect(masked).not.toContain(encode(secret).slice(4, 16))
  })

test('any secret is masked in any encoding between any texts', () => {
  const secrets = string({ minLength: 8, maxLength: 60, unit: 'grapheme' })
  const encodings = constantFrom(...Object.keys(ENCODINGS))
  assert(
    property(secrets, encodings, string(), (secret, name, around) => {
      const registry = createSecretRegistry()
      registry.add(secret)
      const text = ENCODINGS[name]?.(secret) ?? ''
      expect(registry.mask(`${around} ${text} ${around}`)).toContain('••••')
    }),
    { numRuns: 500 },
  )
})

test('a text without secrets stays as it is', () => {
  const registry = createSecretRegistry()
  registry.add(SECRETS.letters)
  assert(
    property(string({ unit: 'binary' }), (text) => {
      expect(registry.mask(text)).toBe(text)
    }),
  )
})

test('the credentials of Basic are masked, the client id as far as it can be told apart', () => {
  const registry = createSecretRegistry()
  registry.add(SECRETS.letters)
  for (const id of ['a', 'ab', 'abc', 'abcd']) {
    const basic = Buffer.from(`${id}:${SECRETS.letters}`).toString('base64')
    expect(registry.mask(`Basic ${basic}`)).toMatch(/^Basic \w{0,8}••••gJf3=*$/)
  }
})

test('the longest of secrets that contain each other is masked', () => {
  const registry = createSecretRegistry()
  for (const secret of ['inner-secret', 'the-inner-secret', 'the-inner-secret-outside'])
    registry.add(secret)
  expect(registry.mask('x the-inner-secret-outside y')).toBe('x ••••side y')
  expect(registry.mask('x the-inner-secret y')).toBe('x ••••cret y')
})

test('nothing is forgotten, with one hundred thousand secrets', () => {
  const registry = createSecretRegistry()
  const name = (number: number): string => `secret-${String(number).padStart(8, '0')}-of-one-kind`
  for (let number = 0; number < 100_000; number += 1) registry.add(name(number))
  for (const number of [0, 1, 4711, 99_999])
    expect(registry.mask(`"${name(number)}"`)).toBe('"••••kind"')
  expect(registry.mask(name(100_000))).toBe(name(100_000))
})

test('a text of nothing but the ends of secrets is searched in one pass', () => {
  const registry = createSecretRegistry()
  registry.add('a'.repeat(4096))
  expect(registry.mask('a'.repeat(500_000))).toBe('••••aaaa')
})

test('half a surrogate pair is no error', () => {
  const registry = createSecretRegistry()
  registry.add('\uD800-half-a-pair')
  for (const text of ['\uD800-half-a-pair', '\uDC00-half-a-pair', '"\\ud800-half-a-pair"'])
    expect(registry.mask(text)).toContain('••••pair')
  expect(registry.mask('\uD800 alone')).toBe('\uD800 alone')
})

test('the end of a secret in its mask cannot break the text around it', () => {
  const registry = createSecretRegistry()
  registry.add('correct-horse-"\\"')
  expect(JSON.parse(registry.mask(JSON.stringify({ a: 'correct-horse-"\\"' })))).toEqual({
    a: '••••',
  })
})
