import { expect, test } from 'vitest'
import { Ring } from './ring.ts'

test('keeps the newest by their numbers', () => {
  const ring = new Ring<string>(2)
  expect([ring.next, ring.get(0)]).toEqual([0, undefined])
  for (const item of ['a', 'b', 'c']) ring.push(item)
  expect([0, 1, 2, 3, -1, Number.NaN].map((number) => ring.get(number))).toEqual([
    undefined,
    'b',
    'c',
    undefined,
    undefined,
    undefined,
  ])
  expect([...ring.newestFirst()]).toEqual(['c', 'b'])
  expect(ring.next).toBe(3)
})
