import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseStrictObject } from './strict-json.ts'

const nest = (levels: number) => `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`

test.each([
  ['{}', {}],
  ['{"a":{"b":1},"c":{"b":2}}', { a: { b: 1 }, c: { b: 2 } }],
  ['{"a":"{\\"x\\":1,\\"x\\":2}"}', { a: '{"x":1,"x":2}' }],
  ['{"a":["a","a"]}', { a: ['a', 'a'] }],
  ['{"a":["__proto__","__proto__"]}', { a: ['__proto__', '__proto__'] }],
  ['{"a":"__proto__"}', { a: '__proto__' }],
  ['{"a":[{"b":1},{"b":2}],"b":[]}', { a: [{ b: 1 }, { b: 2 }], b: [] }],
  ['{"a":{},"b":{}}', { a: {}, b: {} }],
])('%s is read', (text, value) => {
  expect(parseStrictObject(text)).toEqual({ object: value })
})

test.each([
  ['{"a":1,"a":1}', 'JSON_MEMBER_TWICE'],
  ['{"a":1,"\\u0061":1}', 'JSON_MEMBER_TWICE'],
  ['{"x":[{"a":1,"a":1}]}', 'JSON_MEMBER_TWICE'],
  ['{"a":{"b":1},"a":1}', 'JSON_MEMBER_TWICE'],
  ['{"a":[],"b":1,"b":1}', 'JSON_MEMBER_TWICE'],
  ['{"a":["b"],"a":1}', 'JSON_MEMBER_TWICE'],
  ['{"x":{"__proto__":1}}', 'JSON_PROTO'],
  ['{"\\u005f_proto__":1}', 'JSON_PROTO'],
  [`{"x":${'['.repeat(40)}${']'.repeat(40)}}`, 'JSON_TOO_DEEP'],
  ['[]', 'JSON_NOT_OBJECT'],
  ['[{"a":1}]', 'JSON_NOT_OBJECT'],
  ['null', 'JSON_NOT_OBJECT'],
  ['1', 'JSON_NOT_OBJECT'],
  ['"a"', 'JSON_NOT_OBJECT'],
  ['true', 'JSON_NOT_OBJECT'],
  ['{"a":1}x', 'JSON_SYNTAX'],
  ['', 'JSON_SYNTAX'],
])('%s is refused', (text, code) => {
  expect(parseStrictObject(text)).toMatchObject({ problem: { code } })
})

test('32 levels are read, 33 are not', () => {
  expect(parseStrictObject(nest(32))).toEqual({ object: JSON.parse(nest(32)) })
  expect(parseStrictObject(nest(33))).toEqual({
    problem: { code: 'JSON_TOO_DEEP', facts: { limit: 32 } },
  })
})

test('levels that were closed count no more', () => {
  const text = `{"a":[${Array.from({ length: 40 }, () => '[],{}').join(',')}]}`
  expect(parseStrictObject(text)).toEqual({ object: JSON.parse(text) })
})

test('every JSON object reads as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (value) => {
      const text = JSON.stringify(value)
      if (text.includes('__proto__')) return
      expect(parseStrictObject(text)).toEqual({ object: JSON.parse(text) })
    }),
  )
})
