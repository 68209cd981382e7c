import { expect, test } from 'vitest'
import { MemoryKeeper } from './memory-keeper.ts'
import { Store } from './store.ts'

const developer = (id: string, email = `${id}@example.com`) => ({
  id,
  email,
  created_at: '2026-11-27T18:00:00.000Z',
  inactive: false,
  password_scrypt: 'x',
})

async function openStore(): Promise<Store> {
  const store = await Store.open(new MemoryKeeper())
  await store.transact((transaction) => {
    transaction.put('developers', 'ada', developer('ada'))
    transaction.put('developers', 'bob', developer('bob'))
  })
  return store
}

test('what was added, changed and deleted since the baseline is put back in one change', async () => {
  const store = await openStore()
  const restore = store.takeBaseline(['developers'])
  await store.transact((transaction) => {
    transaction.put('developers', 'ada', developer('ada', 'changed@example.com'))
    transaction.delete('developers', 'bob')
    transaction.put('developers', 'eve', developer('eve'))
    transaction.put('meta', 'store', { key_id: 'later' })
  })
  const told: string[] = []
  store.records('developers').subscribe((id) => void told.push(id))
  await restore(() => false)
  expect(store.records('developers').list()).toEqual([developer('ada'), developer('bob')])
  expect(told.sort()).toEqual(['ada', 'bob', 'eve'])
  // A collection that the baseline does not name is left alone.
  expect(store.records('meta').get('store')).toEqual({ key_id: 'later' })
})

test('a newer record that has to stay, stays; what is unchanged is not written', async () => {
  const store = await openStore()
  const restore = store.takeBaseline(['developers'])
  await store.transact((transaction) => transaction.put('developers', 'eve', developer('eve')))
  const told: string[] = []
  store.records('developers').subscribe((id) => void told.push(id))
  await restore((_collection, record) => (record as { id: string }).id === 'eve')
  expect(store.records('developers').list()).toHaveLength(3)
  expect(told).toEqual([])
})
