import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type CompanionEvent, EVENTS } from '#shared/contract/events.ts'
import { Policy } from '#shared/tyk/policy.ts'
import { presentToken } from '../tokens/present-token.ts'
import { COLLECTIONS, type CollectionName } from '../store/schema.ts'
import { Store } from '../store/store.ts'
import { writableRecords } from '../store/testing/writable-records.ts'
import { createEventBus, type EventBus } from './event-bus.ts'
import { CHANGES, type Presenters, publishChanges } from './publish-changes.ts'

let folder: string
let store: Store
let bus: EventBus

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dcr-changes-'))
  store = await Store.open(folder)
  bus = createEventBus()
})

afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

const unused = (): never => {
  throw new Error('This test changes no such record.')
}

function publish(presenters: Partial<Presenters>): void {
  publishChanges(store, bus, {
    pairings: unused,
    apis: unused,
    policies: unused,
    portal_settings: unused,
    catalogue: unused,
    developers: unused,
    replay_attempts: unused,
    replay_secrets: unused,
    replay_sets: unused,
    replay_set_runs: unused,
    registrations: unused,
    tokens: unused,
    runs: unused,
    lesson_progress: unused,
    recording: unused,
    ...presenters,
  })
}

function listen(): CompanionEvent[] {
  const told: CompanionEvent[] = []
  bus.subscribe(undefined, (event) => told.push(event))
  return told
}

const policy = (id: string, rate = 0) => Policy.parse({ id, name: id, rate })

test.each(Object.keys(COLLECTIONS) as CollectionName[])(
  'the collection %s has events, or a reason to have none',
  (name) => {
    const change: { changed?: string; deleted?: string; reason?: string } = CHANGES[name]
    const hasEvents = [change.changed, change.deleted].every((event) => event && event in EVENTS)
    const hasReason = /^[A-Z].{20,}\.$/.test(change.reason ?? '')
    expect([hasEvents, hasReason].filter(Boolean)).toEqual([true])
  },
)

test('no two collections share an event', () => {
  const names = Object.values(CHANGES).flatMap((change) =>
    'reason' in change ? [] : [change.changed, change.deleted],
  )
  expect(new Set(names).size).toBe(names.length)
})

test('a token that comes and one that goes are told, masked', async () => {
  publish({ tokens: presentToken })
  const told = listen()
  await writableRecords(store, 'tokens').put('t1', {
    id: 't1',
    access_token: 'v1.sealed',
    access_token_mask: '••••abcd',
    obtained_at: '2026-11-23T14:00:00.000Z',
  })
  await writableRecords(store, 'tokens').delete('t1')
  expect(told.map(({ name, payload }) => [name, payload])).toEqual([
    [
      'token.changed',
      {
        id: 't1',
        grant: 'client_credentials',
        access_token: '••••abcd',
        token_type: 'bearer',
        obtained_at: '2026-11-23T14:00:00.000Z',
        has_refresh_token: false,
      },
    ],
    ['token.deleted', { id: 't1' }],
  ])
})

test('events keep the order of the commits and carry the value of their commit', async () => {
  publish({ policies: (record) => record })
  const told = listen()
  const records = writableRecords(store, 'policies')
  await Promise.all([records.put('a', policy('a', 1)), records.put('b', policy('b'))])
  await Promise.all([records.put('a', policy('a', 2)), records.delete('b')])
  expect(told.map(({ name, payload }) => [name, payload])).toEqual([
    ['policy.changed', policy('a', 1)],
    ['policy.changed', policy('b')],
    ['policy.changed', policy('a', 2)],
    ['policy.deleted', { id: 'b' }],
  ])
})

test('a change that is refused, and one that throws, tell nothing', async () => {
  publish({ policies: (record) => record })
  const told = listen()
  const change = store.transact((transaction) => {
    transaction.put('policies', 'a', policy('a'))
    throw new Error('Thought better of it')
  })
  await expect(change).rejects.toThrow('Thought better of it')
  await writableRecords(store, 'policies').delete('not-there')
  expect(told).toEqual([])
})

test('a record is told after it is durable and before the change is acknowledged', async () => {
  publish({ policies: (record) => record })
  const order: string[] = []
  bus.subscribe(undefined, () => order.push(`told: ${store.records('policies').get('a')?.name}`))
  await writableRecords(store, 'policies').put('a', policy('a'))
  order.push('acknowledged')
  expect(order).toEqual(['told: a', 'acknowledged'])
})

test('ten thousand changes present ten thousand records, and none without a listener', async () => {
  const present = vi.fn((record: Policy) => record)
  publish({ policies: present })
  const write = () =>
    store.transact((transaction) => {
      for (let at = 0; at < 10_000; at += 1) transaction.put('policies', `p${at}`, policy(`p${at}`))
    })
  const list = vi.spyOn(store, 'records')
  await write()
  expect(present).not.toHaveBeenCalled()
  const told = listen()
  await write()
  expect(present).toHaveBeenCalledTimes(10_000)
  expect(list).not.toHaveBeenCalled()
  expect([told.length, told.at(-1)?.payload]).toEqual([10_000, policy('p9999')])
})

test('a record that cannot be presented is a gap, and its change is kept', async () => {
  publish({})
  const told = listen()
  await writableRecords(store, 'policies').put('a', policy('a'))
  expect(told).toMatchObject([{ name: 'gap' }])
  expect(store.records('policies').get('a')).toBeDefined()
})
