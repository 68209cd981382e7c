import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64urlText, isCanonicalBase64url } from './base64url.ts'

test.each(['AA', 'AAA', 'AAAA', 'AQ', 'Ag', 'Aw', 'AAE', 'AAI', '_-8', 'AAAAAA'])(
  '%s is the one spelling of its bytes',
  (text) => {
    expect(isCanonicalBase64url(text)).toBe(true)
  },
)

test.each([
  '',
  'A',
  'AAAAA',
  'AB',
  'AP',
  'AAB',
  'AAD',
  'AA==',
  'AAA=',
  'AA+A',
  'AA/A',
  'A AA',
  'AAA\n',
])('%j is no spelling, or another one', (text) => {
  expect(isCanonicalBase64url(text)).toBe(false)
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
  ['the letters - and _', Buffer.from('ûÿ>?ü'), 'ûÿ>?ü'],
  ['a byte order mark at the end', Buffer.from('a\uFEFF'), 'a\uFEFF'],
  ['a byte order mark at the start', Buffer.from('\uFEFFa'), undefined],
  ['a byte that begins nothing', Buffer.from([0x61, 0xff]), undefined],
  ['half a character', Buffer.from([0xc3]), undefined],
  ['a character in too many bytes', Buffer.from([0xc0, 0xaf]), undefined],
])('%s: %j is %j', (_case, bytes, text) => {
  expect(decodeBase64urlText(bytes.toString('base64url'))).toBe(text)
})
