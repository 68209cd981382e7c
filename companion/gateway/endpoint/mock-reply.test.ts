import { expect, test } from 'vitest'
import { readMock } from './mock-reply.ts'

test.each([
  ['{"a":1}', 'text/plain; charset=utf-8'],
  ['<a>', 'text/html; charset=utf-8'],
  ['\n <!DOCTYPE HTML><p>', 'text/html; charset=utf-8'],
  ['<ab>', 'text/plain; charset=utf-8'],
  ['<?xml version="1.0"?><a/>', 'text/xml; charset=utf-8'],
  ['<?XML?>', 'text/plain; charset=utf-8'],
])('the text %j is of the type %s', (body, type) => {
  expect(readMock({ body }).headers).toEqual(['Content-Type', type])
})

test('a type that is said stands, and no text has none', () => {
  const headers = { 'content-type': 'a/b' }
  expect(readMock({ body: '<a>', headers }).headers).toEqual(['content-type', 'a/b'])
  expect(readMock({ code: 204 })).toMatchObject({ status: 204, headers: [], text: '' })
})
