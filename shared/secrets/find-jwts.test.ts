import { assert, constantFrom, property, array } from 'fast-check'
import { expect, test } from 'vitest'
import { findJwts } from './find-jwts.ts'

const PLAIN = /\b(eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.)([A-Za-z0-9_-]+)/g

test('finds what a plain search finds', () => {
  const parts = array(constantFrom('eyJ', 'a', 'b9', '.', '-', '_', ' ', '"', 'é'), {
    maxLength: 40,
  })
  assert(
    property(parts, (pieces) => {
      const text = pieces.join('')
      const plain = [...text.matchAll(PLAIN)].map(({ 0: whole, 1: head = '', index }) => ({
        start: index,
        signature: index + head.length,
        end: index + whole.length,
      }))
      expect(findJwts(text)).toEqual(plain)
    }),
    { numRuns: 2000 },
  )
})

test('a text that begins like a token at every word is read in one pass', () => {
  // A plain search would take about an hour; the limit of a test is 5 s.
  expect(findJwts('-eyJ'.repeat(1_000_000))).toEqual([])
})
