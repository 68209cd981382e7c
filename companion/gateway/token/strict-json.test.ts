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
  expect(parseStrictObject(text)).toEqual(value)
})

test.each([
  ['{"a":1,"a":1}', 'has a member name twice'],
  ['{"a":1,"\\u0061":1}', 'has a member name twice'],
  ['{"x":[{"a":1,"a":1}]}', 'has a member name twice'],
  ['{"a":{"b":1},"a":1}', 'has a member name twice'],
  ['{"a":[],"b":1,"b":1}', 'has a member name twice'],
  ['{"a":["b"],"a":1}', 'has a member name twice'],
  ['{"x":{"__proto__":1}}', 'has a member named __proto__'],
  ['{"\\u005f_proto__":1}', 'has a member named __proto__'],
  [`{"x":${'['.repeat(40)}${']'.repeat(40)}}`, 'is nested more than 32 levels deep'],
  ['[]', 'is not a JSON object'],
  ['[{"a":1}]', 'is not a JSON object'],
  ['null', 'is not a JSON object'],
  ['1', 'is not a JSON object'],
  ['"a"', 'is not a JSON object'],
  ['true', 'is not a JSON object'],
  ['{"a":1}x', 'is not JSON'],
  ['', 'is not JSON'],
])('%s is refused', (text, problem) => {
  expect(parseStrictObject(text)).toBe(problem)
})

test('32 levels are read, 33 are not', () => {
  expect(parseStrictObject(nest(32))).toEqual(JSON.parse(nest(32)))
  expect(parseStrictObject(nest(33))).toBe('is nested more than 32 levels deep')
})

test('levels that were closed count no more', () => {
  const text = `{"a":[${Array.from({ length: 40 }, () => '[],{}').join(',')}]}`
  expect(parseStrictObject(text)).toEqual(JSON.parse(text))
})

test('every JSON object reads as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (value) => {
      const text = JSON.stringify(value)
      if (text.includes('__proto__')) return
      expect(parseStrictObject(text)).toEqual(JSON.parse(text))
    }),
  )
})
