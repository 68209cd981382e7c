import { batch, effect } from '@preact/signals'
import { expect, test } from 'vitest'
import { createRecordMap } from './record-map.ts'

interface Named {
  id: string
  name: string
}

const create = () => createRecordMap<Named>(({ id }) => id)
const names = (map: ReturnType<typeof create>) => map.all.value?.map(({ name }) => name)

test('records are read, changed and dropped, and keep their places', async () => {
  const map = create()
  map.keep({ id: 'early', name: 'Early' })
  expect(map.all.value).toBeUndefined()
  await map.read(async () => [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ])
  map.keep({ id: 'c', name: 'C' })
  map.keep({ id: 'a', name: 'A2' })
  expect(names(map)).toEqual(['A2', 'B', 'C'])
  expect(map.find('b')).toEqual({ id: 'b', name: 'B' })
  map.drop('b')
  map.drop('never there')
  expect(names(map)).toEqual(['A2', 'C'])
})

test('what changes during a reading is newer than its answer', async () => {
  const map = create()
  let answer = (_list: Named[]): void => {}
  const reading = map.read(() => new Promise((resolve) => (answer = resolve)))
  map.keep({ id: 'a', name: 'New' })
  map.drop('b')
  answer([
    { id: 'a', name: 'Old' },
    { id: 'b', name: 'Deleted meanwhile' },
  ])
  await reading
  expect(names(map)).toEqual(['New'])
})

test('a reading that fails changes nothing', async () => {
  const map = create()
  await map.read(async () => [{ id: 'a', name: 'A' }])
  await expect(map.read(() => Promise.reject(new Error('down')))).rejects.toThrow('down')
  expect(names(map)).toEqual(['A'])
})

test('ten thousand changes at once make one list', async () => {
  const map = create()
  await map.read(async () => [])
  let made = 0
  const stop = effect(() => {
    if (map.all.value) made += 1
  })
  batch(() => {
    for (let at = 0; at < 10_000; at += 1) map.keep({ id: `${at}`, name: `${at}` })
  })
  stop()
  expect([made, map.all.value?.length]).toEqual([2, 10_000])
})
