import { expect, test } from 'vitest'
import { MemoryKeeper } from './memory-keeper.ts'
import { Store } from './store.ts'

test('a room reaches its own tables and no others, whatever its types say', async () => {
  const store = await Store.open(new MemoryKeeper())
  const own = store.tables('policies')
  const policy = { id: 'a', name: 'a' } as never
  await own.transact((transaction) => transaction.put('policies', 'a', policy))
  expect(own.records('policies').get('a')?.name).toBe('a')
  expect(() => own.records('apis' as never)).toThrow('another room')
  const attempt = own.transact((transaction) => {
    transaction.put('policies', 'b', policy)
    transaction.delete('apis' as never, 'x')
  })
  await expect(attempt).rejects.toThrow('another room')
  expect(own.records('policies').list()).toHaveLength(1)
  await store.close()
})
