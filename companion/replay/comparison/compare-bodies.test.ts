import { expect, test } from 'vitest'
import { compareBodies } from './compare-bodies.ts'

const body = (text: string, more: { is_truncated?: boolean; sha256?: string } = {}) => ({
  text,
  media_type: 'application/json',
  size_bytes: 100_000,
  is_truncated: false,
  ...more,
})

test('without digests, bodies that were cut are not said to be the same to their end', () => {
  const cut = body('{', { is_truncated: true })
  expect(compareBodies(cut, cut)).toMatchObject({ is_same: true, is_partly: true })
  const whole = body('{', { is_truncated: true, sha256: 'a' })
  expect(compareBodies(whole, whole)).toMatchObject({ is_same: true, is_partly: false })
  expect(compareBodies(body('{}'), body('{}'))).toMatchObject({ is_same: true, is_partly: false })
})

test('a body of brackets is compared as text', () => {
  const deep = '['.repeat(30_000) + ']'.repeat(30_000)
  const other = deep.replace('[]', '[1]')
  expect(compareBodies(body(deep), body(other))).toMatchObject({ kind: 'text', is_same: false })
})
