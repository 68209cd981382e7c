import { expect, test } from 'vitest'
import { assertPlainJson } from './assert-plain-json.ts'

const nest = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))

test.each([
  [undefined],
  [{ constructor: 1, toString: 'text', a: [null, true, '😀', '\ud800'] }],
  [nest(200)],
])('%j is taken', (body) => {
  expect(() => assertPlainJson(body)).not.toThrow()
})

test.each([
  ['{"a":[{"__proto__":{}}]}', '__proto__'],
  ['['.repeat(20_000) + ']'.repeat(20_000), 'levels'],
])('%.20s is refused', (text, reason) => {
  expect(() => assertPlainJson(JSON.parse(text))).toThrow(
    expect.objectContaining({
      code: 'REQUEST_INVALID',
      message: expect.stringContaining(reason) as string,
    }),
  )
})
