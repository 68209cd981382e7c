import { describe, expect, test } from 'vitest'
import { Policy } from '#shared/tyk/policy.ts'
import type { Keeper, Kept, SavingSnapshot, SnapshotOrder } from '../keeper.ts'
import { Store } from '../store.ts'

/** Storage for a keeper: each call opens another keeper on the same data. */
export interface KeeperPlace {
  open(): Keeper
  remove(): Promise<void>
}

const policy = (id: string, rate = 10): Policy => Policy.parse({ id, name: id, rate })

/** The tests that every keeper must pass, for any kind of storage. */
export function testKeeper(name: string, createPlace: () => Promise<KeeperPlace>): void {
  async function withPlace(act: (place: KeeperPlace) => Promise<void>): Promise<void> {
    const place = await createPlace()
    try {
      await act(place)
    } finally {
      await place.remove()
    }
  }
  const withStore = (act: (store: Store, place: KeeperPlace) => Promise<void>): Promise<void> =>
    withPlace(async (place) => {
      const store = await Store.open(place.open())
      await act(store, place)
      await store.close()
    })
  const put = (store: Store, value: Policy): Promise<void> =>
    store.transact((transaction) => transaction.put('policies', value.id, value))
  const reopen = async (store: Store, place: KeeperPlace): Promise<Policy[]> => {
    await store.close()
    const again = await Store.open(place.open())
    const list = [...again.records('policies').list()]
    await again.close()
    return list
  }

  describe(name, () => {
    test('what was acknowledged is there after it is opened again', () =>
      withStore(async (store, place) => {
        await put(store, policy('a'))
        await put(store, policy('b'))
        await store.transact((transaction) => transaction.delete('policies', 'a'))
        expect(await reopen(store, place)).toEqual([policy('b')])
      }))

    test('a batch is all or nothing, and sees its own writes', () =>
      withStore(async (store, place) => {
        const seen = await store.transact((transaction) => {
          transaction.put('policies', 'a', policy('a'))
          transaction.put('policies', 'b', policy('b'))
          transaction.delete('policies', 'a')
          return transaction.list('policies').map(({ id }) => id)
        })
        const attempt = store.transact((transaction) => {
          transaction.put('policies', 'c', policy('c'))
          throw new Error('changed my mind')
        })
        await expect(attempt).rejects.toThrow('changed my mind')
        expect(seen).toEqual(['b'])
        expect(await reopen(store, place)).toEqual([policy('b')])
      }))

    test('a thousand increments from each of eight callers give eight thousand', () =>
      withStore(async (store, place) => {
        await put(store, policy('a', 0))
        const increment = (): Promise<void> =>
          store.transact((transaction) => {
            const { rate, ...rest } = transaction.require('policies', 'a')
            transaction.put('policies', 'a', { ...rest, rate: rate + 1 })
          })
        const caller = async (): Promise<void> => {
          for (let count = 0; count < 1000; count += 1) await increment()
        }
        await Promise.all(Array.from({ length: 8 }, caller))
        expect((await reopen(store, place))[0]?.rate).toBe(8000)
      }))

    test('a change that cannot be written fails alone; its neighbours are kept', () =>
      withStore(async (store, place) => {
        const circle: { self?: unknown } = {}
        circle.self = circle
        const results = await Promise.allSettled([
          put(store, policy('a')),
          store.transact((transaction) =>
            transaction.put('apis', 'x', { config_data: circle } as never),
          ),
          put(store, policy('b')),
        ])
        expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
        expect((await reopen(store, place)).map(({ id }) => id)).toEqual(['a', 'b'])
      }))

    test('a change that returns a promise is refused and writes nothing', () =>
      withStore(async (store) => {
        const attempt = store.transact((async (transaction: never) => {
          ;(transaction as { put: (...args: unknown[]) => void }).put('policies', 'a', policy('a'))
        }) as never)
        await expect(attempt).rejects.toThrow(TypeError)
        expect(store.records('policies').list()).toEqual([])
      }))

    test('a write after the change has ended is refused', () =>
      withStore(async (store, place) => {
        const late = await store.transact((transaction) => {
          transaction.put('policies', 'a', policy('a'))
          return (): void => transaction.put('policies', 'b', policy('b'))
        })
        expect(late).toThrow(TypeError)
        expect((await reopen(store, place)).map(({ id }) => id)).toEqual(['a'])
      }))

    test('the order is that of insertion, whatever the ids look like, and after a snapshot', () =>
      withStore(async (store, place) => {
        const ids = ['b', '10', '__proto__', '2', 'constructor', 'a']
        for (const id of ids) await put(store, policy(id))
        await put(store, policy('10', 20))
        expect((await reopen(store, place)).map(({ id }) => id)).toEqual(ids)
        const keeper = place.open()
        const { collections } = await keeper.load('')
        await (
          await keeper.beginSnapshot({ collections, schema: '', isAlone: true })
        ).written
        await keeper.close()
        const again = await Store.open(place.open())
        expect(
          again
            .records('policies')
            .list()
            .map(({ id }) => id),
        ).toEqual(ids)
        expect(again.records('policies').get('10')?.rate).toBe(20)
        await again.close()
      }))

    test('what is appended while a snapshot is written comes after it, whether or not it was finished', () =>
      withPlace(async (place) => {
        const change = (id: string): string[] => [JSON.stringify([['policies', id, policy(id)]])]
        const keeper = place.open()
        const { collections } = await keeper.load('x')
        await keeper.append(change('a'))
        collections['policies'] = new Map([['a', policy('a')]])
        const first = await keeper.beginSnapshot({ collections, schema: 'x', isAlone: false })
        await keeper.append(change('b'))
        await keeper.append(change('c'))
        await first.written
        await keeper.append([JSON.stringify([['policies', 'b', null]])])
        await keeper.close()
        const again = place.open()
        const kept = await again.load('x')
        expect([...(kept.collections['policies']?.keys() ?? [])]).toEqual(['a', 'c'])
        await again.close()
      }))

    test('texts come back as they were: NUL, lone surrogates, line ends, a megabyte', () =>
      withStore(async (store, place) => {
        const tags = ['a\u0000b', '\ud800', 'x\udc00y', '\r\n\u2028', 'z'.repeat(1_000_000)]
        await put(store, { ...policy('a'), tags })
        expect((await reopen(store, place))[0]?.tags).toEqual(tags)
      }))

    test('after an append that was refused nothing has changed, and the store goes on', () =>
      withPlace(async (place) => {
        await continueAfterRefusal(place, { isKeptFirst: false })
      }))

    test('after an append that failed although it was kept, what was not acknowledged is gone', () =>
      withPlace(async (place) => {
        await continueAfterRefusal(place, { isKeptFirst: true })
      }))

    test('listeners hear each change once, in order, after it can be read', () =>
      withStore(async (store) => {
        const heard: unknown[] = []
        const records = store.records('policies')
        const stop = records.subscribe((id, value) =>
          heard.push([id, value?.rate, records.get(id)?.rate]),
        )
        await Promise.all([put(store, policy('a', 1)), put(store, policy('b', 2))])
        await store.transact((transaction) => transaction.delete('policies', 'a'))
        stop()
        await put(store, policy('c'))
        expect(heard).toEqual([
          ['a', 1, 1],
          ['b', 2, 2],
          ['a', undefined, undefined],
        ])
      }))

    test('a store that was closed is not the owner of anything', () =>
      withStore(async (store, place) => {
        expect(store.isOwnerAlive(store.owner)).toBe(true)
        await store.close()
        const again = await Store.open(place.open())
        expect(again.isOwnerAlive(store.owner)).toBe(false)
        await again.close()
      }))
  })

  async function continueAfterRefusal(
    place: KeeperPlace,
    { isKeptFirst }: { isKeptFirst: boolean },
  ): Promise<void> {
    const keeper = new RefusingKeeper(place.open(), isKeptFirst)
    const store = await Store.open(keeper)
    await put(store, policy('a'))
    keeper.isRefusing = true
    await expect(put(store, policy('b'))).rejects.toMatchObject({ code: 'STORE_WRITE_FAILED' })
    expect(store.isReadOnly).toBe(true)
    expect(store.records('policies').get('b')).toBeUndefined()
    keeper.isRefusing = false
    await put(store, policy('c'))
    expect(store.isReadOnly).toBe(false)
    expect((await reopen(store, place)).map(({ id }) => id)).toEqual(['a', 'c'])
  }
}

/** Wraps a keeper and makes its appends fail, since a real disk cannot be told to fail. */
class RefusingKeeper implements Keeper {
  readonly #keeper: Keeper
  readonly #isKeptFirst: boolean
  isRefusing = false

  constructor(keeper: Keeper, isKeptFirst: boolean) {
    this.#keeper = keeper
    this.#isKeptFirst = isKeptFirst
  }

  get isSnapshotDue(): boolean {
    return this.#keeper.isSnapshotDue
  }

  load(schema: string): Promise<Kept> {
    return this.#keeper.load(schema)
  }

  async append(transactions: readonly string[]): Promise<void> {
    if (!this.isRefusing || this.#isKeptFirst) await this.#keeper.append(transactions)
    if (this.isRefusing) throw new Error('ENOSPC: a disk that is full')
  }

  beginSnapshot(order: SnapshotOrder): Promise<SavingSnapshot> {
    return this.#keeper.beginSnapshot(order)
  }

  isOwnerAlive(owner: string): boolean {
    return this.#keeper.isOwnerAlive(owner)
  }

  close(): Promise<void> {
    return this.#keeper.close()
  }
}
