import { expect, test } from 'vitest'
import { SmallMap } from './small-map.ts'

test('the first entry and all others are found by their own keys, with their newest values', () => {
  const map = new SmallMap<number>([['', 1]])
  map.set('a', 2)
  map.set('b', 3)
  map.set('', 4)
  map.set('b', 5)
  expect(['', 'a', 'b', 'c'].map((key) => map.get(key))).toEqual([4, 2, 5, undefined])
})

test('an empty map has nothing, under the empty key either', () => {
  const map = new SmallMap<number>()
  expect([map.get(''), map.get('a')]).toEqual([undefined, undefined])
})
