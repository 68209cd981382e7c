import { expect, test } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { nameMember, readDocuments } from './read-documents.ts'

test('one document or a list of them is read', () => {
  expect(readDocuments(' {"a":1} ')).toEqual([{ a: 1 }])
  expect(readDocuments('[{"a":1},{"b":2}]')).toEqual([{ a: 1 }, { b: 2 }])
})

test.each([
  ['', 'Paste a document or choose a file first.'],
  ['openapi: 3.0.3', 'This is not JSON: '],
  ['{"a":', 'This is not JSON: '],
  ['[]', 'an object in braces is expected'],
  ['[1]', 'an object in braces is expected'],
  ['"text"', 'an object in braces is expected'],
])('"%s" is refused with a sentence', (text, sentence) => {
  const read = (): unknown => readDocuments(text)
  expect(read).toThrow(AppError)
  expect(read).toThrow(sentence)
})

test.each([
  ['definitions.0.proxy.target_url', 1, 'proxy.target_url'],
  ['definitions.1.proxy.target_url', 2, 'Document 2 · proxy.target_url'],
  ['definitions.0', 1, 'The document'],
  ['definitions.2', 3, 'Document 3'],
  ['listen_path', 2, 'listen_path'],
])('the issue at %s of %i documents is about %s', (field, documents, words) => {
  expect(nameMember(field, documents)).toBe(words)
})
