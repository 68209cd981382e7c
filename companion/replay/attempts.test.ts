import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import { Store } from '../store/store.ts'
import { tableOf } from '../store/table.ts'
import { nameSetThread } from './attempt-threads.ts'
import { type Attempts, createAttempts } from './attempts.ts'

let folder: string
let store: Store
let attempts: Attempts

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dcr-attempts-'))
  store = await Store.open(folder)
  attempts = createAttempts(tableOf(store, 'replay_attempts'))
})

afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

const attempt = (id: string, thread: string): Attempt => ({
  id,
  thread,
  name: id,
  kind: 'sent',
  at: '2026-01-01T00:00:00.000Z',
  request: {
    method: 'GET',
    url: '/',
    query: [],
    headers: [],
    body: { kind: 'none' },
    token: { kind: 'none' },
    route: 'gateway',
  },
  sent: { method: 'GET', url: '/', headers: [], token: '', left_out: [] },
  duration_ms: 1,
})

const many = (count: number, name: (at: number) => string): Attempt[] =>
  Array.from({ length: count }, (_none, at) => attempt(`${name(at)} ${at}`, name(at)))

test('the newest 500 are kept, whatever their threads', async () => {
  for (const one of many(510, (at) => `thread ${at}`)) await attempts.add(one)
  const kept = attempts.list()
  expect(kept).toHaveLength(500)
  expect(kept[0]?.id).toBe('thread 10 10')
})

test('the attempts of sets push out none that was sent by hand', async () => {
  await attempts.add(attempt('by hand', 'mine'))
  for (const one of many(1100, (at) => nameSetThread('set', String(at)))) await attempts.add(one)
  expect(attempts.list('mine')).toHaveLength(1)
  expect(attempts.list()).toHaveLength(1001)
})

test('of a request of a set the newest ten are kept', async () => {
  const thread = nameSetThread('set', 'request')
  for (let at = 0; at < 12; at += 1) await attempts.add(attempt(String(at), thread))
  expect(attempts.list(thread).map(({ id }) => id)).toEqual(
    Array.from({ length: 10 }, (_none, at) => String(at + 2)),
  )
})

test('two calls at once begin a thread once', async () => {
  const thread = 'the same'
  await Promise.all(
    ['a', 'b'].map((name) => attempts.add(attempt(name, thread), attempt(`first ${name}`, thread))),
  )
  expect(attempts.list(thread)).toHaveLength(3)
})

test('of large attempts fewer are kept: 32 MiB, and those of sets push out no others', async () => {
  const large = (id: string, thread: string): Attempt => ({
    ...attempt(id, thread),
    failure: '\u0001'.repeat(200_000),
  })
  await attempts.add(attempt('small', 'mine'))
  for (let at = 0; at < 40; at += 1)
    await attempts.add(large(`set ${at}`, nameSetThread('s', `${at}`)))
  expect(attempts.list().map(({ id }) => id)).toContain('small')
  expect(attempts.list().length).toBeLessThan(30)
  for (let at = 0; at < 40; at += 1) await attempts.add(large(`hand ${at}`, `thread ${at}`))
  const byHand = attempts.list().filter(({ id }) => /^(?:hand|small)/.test(id))
  expect(byHand.length).toBeLessThan(30)
  expect(byHand.at(-1)?.id).toBe('hand 39')
})
