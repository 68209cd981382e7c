import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64urlText, isCanonicalBase64url } from './base64url.ts'
import { renderErrorBody } from './error-body.ts'
import { findPath, findText } from './identity.ts'
import { parseStrictObject } from './strict-json.ts'

test.each([
  ['{}', {}],
  ['{"a":{"b":1},"c":{"b":2}}', { a: { b: 1 }, c: { b: 2 } }],
  ['{"a":"{\\"x\\":1,\\"x\\":2}"}', { a: '{"x":1,"x":2}' }],
  ['{"a":["a","a"]}', { a: ['a', 'a'] }],
])('%s is read', (text, value) => {
  expect(parseStrictObject(text)).toEqual(value)
})

test.each([
  ['{"a":1,"a":1}', 'has a member name twice'],
  ['{"a":1,"\\u0061":1}', 'has a member name twice'],
  ['{"x":[{"a":1,"a":1}]}', 'has a member name twice'],
  ['{"x":{"__proto__":1}}', 'has a member named __proto__'],
  [`{"x":${'['.repeat(40)}${']'.repeat(40)}}`, 'is nested more than 32 levels deep'],
  ['[]', 'is not a JSON object'],
  ['null', 'is not a JSON object'],
  ['{"a":1}x', 'is not JSON'],
  ['', 'is not JSON'],
])('%s is refused', (text, problem) => {
  expect(parseStrictObject(text)).toBe(problem)
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

test('exactly the spelling that Node writes is canonical', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
      expect(isCanonicalBase64url(Buffer.from(bytes).toString('base64url'))).toBe(true)
    }),
  )
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('A', 'B', 'a', 'b', '0', '1', '-', '_'), minLength: 1 }),
      (text) => {
        const isSame = Buffer.from(text, 'base64url').toString('base64url') === text
        expect(isCanonicalBase64url(text)).toBe(isSame)
      },
    ),
  )
})

test('text is decoded as UTF-8 or not at all', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const isMarked = text.startsWith('\uFEFF')
      const decoded = decodeBase64urlText(Buffer.from(text).toString('base64url'))
      expect(decoded).toBe(isMarked ? undefined : text)
    }),
  )
})

test.each([
  ['sub', 'a'],
  ['a.b', '1'],
  ['c.d', '2'],
  ['empty.x', '3'],
  ['constructor', undefined],
  ['a.toString', undefined],
  ['x.y', undefined],
  ['number', undefined],
])('text of the claim %s', (name, value) => {
  const claims = {
    sub: 'a',
    a: { b: '1' },
    'c.d': '2',
    c: { d: '9' },
    'empty.x': '',
    empty: { x: '3' },
    number: 1,
  }
  expect(findText(claims, [name])?.value).toBe(value)
  expect(findText(claims, ['absent', name])?.value).toBe(value)
})

test('a path never finds what is inherited', () => {
  expect(findPath({ a: {} }, 'a.__proto__')).toBeUndefined()
  expect(findPath({ a: null }, 'a.b')).toBeUndefined()
  expect(findPath({ a: ['x'] }, 'a.0')).toBe('x')
})

test('the error body is Tyk’s, byte for byte', () => {
  const error = { status: 403, error: 'Key not authorized' }
  expect(renderErrorBody(error, undefined).text).toBe('{\n    "error": "Key not authorized"\n}')
  expect(renderErrorBody(error, 'text/html').mediaType).toBe('application/json')
  expect(renderErrorBody({ status: 404, error: 'Not Found' }, 'text/xml').text).toBe('Not Found')
})
