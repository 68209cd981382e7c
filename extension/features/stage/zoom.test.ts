import { expect, test } from 'vitest'
import { createZoom } from './zoom.ts'

test('the picture is never larger than its window or smaller than half of it, and says so', () => {
  const seen: (number | string)[] = []
  const zoom = createZoom({ set: (size) => seen.push(size), say: (words) => seen.push(words) })
  zoom.larger()
  zoom.smaller()
  zoom.larger()
  expect(seen).toEqual(['Largest size', 0.9, 1])
  for (let press = 0; press < 6; press += 1) zoom.smaller()
  expect(seen.slice(-2)).toEqual([0.5, 'Smallest size'])
})
