import { expect, test } from 'vitest'
import { RecentMap } from './recent-map.ts'

const fill = (map: RecentMap<number, string>, from: number, to: number) => {
  for (let key = from; key < to; key += 1) map.set(key, `value ${key}`)
}

test('what was set is found, its newest value counts, and what was deleted is gone', () => {
  const map = new RecentMap<number, string>(2)
  map.set(1, 'a')
  map.set(1, 'b')
  expect([map.get(1), map.get(2)]).toEqual(['b', undefined])
  map.delete(1)
  expect(map.get(1)).toBeUndefined()
})

test('the last entries up to the capacity are kept, never more than twice as many', () => {
  const map = new RecentMap<number, string>(10)
  fill(map, 0, 1000)
  const kept = Array.from({ length: 1000 }, (_, key) => key).filter((key) => map.get(key))
  expect(kept.length).toBeGreaterThanOrEqual(10)
  expect(kept.length).toBeLessThanOrEqual(20)
  expect(kept.at(-1)).toBe(999)
})

test('what is used again and again stays', () => {
  const map = new RecentMap<number, string>(10)
  map.set(-1, 'used')
  for (let key = 0; key < 1000; key += 1) {
    map.set(key, 'other')
    expect(map.get(-1)).toBe('used')
  }
})

test('a new value of an entry that has grown old replaces it, and a deletion finds both', () => {
  const map = new RecentMap<number, string>(1)
  map.set(1, 'old')
  map.set(2, 'other')
  map.set(1, 'new')
  expect(map.get(1)).toBe('new')
  map.delete(1)
  expect(map.get(1)).toBeUndefined()
})

test('setting what is young already turns no generation', () => {
  const map = new RecentMap<number, string>(2)
  fill(map, 0, 2)
  for (let times = 0; times < 10; times += 1) map.set(1, 'again')
  expect([map.get(0), map.get(1)]).toEqual(['value 0', 'again'])
})
