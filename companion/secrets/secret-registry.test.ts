import { expect, test } from 'vitest'
import { createSecretRegistry } from './secret-registry.ts'

test.each([
  ['plain', 'the key is my secret!~x12345'],
  ['in an address', '/?k=my%20secret!~x12345'],
  ['in a form', 'k=my+secret%21%7Ex12345'],
])('a secret is masked %s', (_place, text) => {
  const registry = createSecretRegistry()
  registry.add('my secret!~x12345')
  expect(registry.mask(text)).toMatch(/••••2345$/)
})

test('half a surrogate pair in a secret is no error', () => {
  const registry = createSecretRegistry()
  registry.add('\uD800-half-a-pair')
  expect(registry.mask('\uD800-half-a-pair')).toBe('••••pair')
})

test('a secret with signs of a replacement pattern is not put back by its mask', () => {
  const registry = createSecretRegistry()
  registry.add('correct-horse-$&ab')
  expect(registry.mask('correct-horse-$&ab')).toBe('••••$&ab')
})
