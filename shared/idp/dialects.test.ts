import { expect, test } from 'vitest'
import { findDialect } from './dialects.ts'

test('a kind of provider is stood in for by its own dialect, the plain kind by rfc', () => {
  expect(findDialect('okta')).toBe('okta')
  expect(findDialect('other')).toBe('rfc')
  expect(findDialect('hydra')).toBeUndefined()
})
