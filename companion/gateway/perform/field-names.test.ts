import { expect, test } from 'vitest'
import { FieldNames } from './field-names.ts'

test('has the names it was made of and no others, whatever their length', () => {
  const names = new FieldNames(['te', 'upgrade', 'trailer'])
  const asked = ['te', 'upgrade', 'trailer', 'ta', 'cookies', 't', 'upgrades', '', 'x'.repeat(99)]
  expect(asked.filter((name) => names.has(name))).toEqual(['te', 'upgrade', 'trailer'])
})

test('without names it has none', () => {
  expect(['', 'te'].map((name) => new FieldNames([]).has(name))).toEqual([false, false])
})
