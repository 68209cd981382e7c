import { expect, test } from 'vitest'
import { renderErrorBody } from './error-body.ts'
import { findPath, findText } from './identity.ts'

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
