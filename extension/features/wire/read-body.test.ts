import { expect, test } from 'vitest'
import { readBody } from './read-body.ts'

const body = (text: string, mediaType: string) => ({
  text,
  media_type: mediaType,
  size_bytes: text.length,
  is_truncated: false,
})

test('a form becomes rows, decoded', () => {
  expect(readBody(body('scope=tyk+read&x=%3C', 'application/x-www-form-urlencoded'))).toEqual({
    kind: 'form',
    rows: [
      ['scope', 'tyk read'],
      ['x', '<'],
    ],
  })
})

test.each([
  ['{"a":1}', 'application/problem+json', '{\n  "a": 1\n}'],
  ['{"a":', 'application/json', '{"a":'],
  ['<b>x</b>', 'text/html', '<b>x</b>'],
])('%s of type %s is shown as text', (text, mediaType, shown) => {
  expect(readBody(body(text, mediaType))).toEqual({ kind: 'text', text: shown })
})
