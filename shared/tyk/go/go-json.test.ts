import { expect, test } from 'vitest'
import { dropNulls } from './go-json.ts'

test.each([
  [{ a: null, b: 1 }, { b: 1 }],
  [{ a: { b: null, c: [{ d: null }, null] } }, { a: { c: [{}, null] } }],
  [null, null],
  ['x', 'x'],
  [
    { config_data: { a: null }, meta_data: { a: null } },
    { config_data: { a: null }, meta_data: { a: null } },
  ],
  [{ config_data: null }, {}],
])('%j is read as %j', (value, expected) => {
  expect(dropNulls(value)).toEqual(expected)
})

test('a text nested deeper than any definition does no harm', () => {
  const text = `${'[{"a":'.repeat(20_000)}null${'}]'.repeat(20_000)}`
  expect(() => dropNulls(JSON.parse(text))).not.toThrow()
})
