import { expect, test } from 'vitest'
import { createSigner } from '../test/test-gateway.ts'
import { KeySetProblem } from './key-set-problem.ts'
import { createKeySetStore } from './key-set-store.ts'

const { jwk } = await createSigner('key-1')
const { jwk: next } = await createSigner('key-2')

/** A store whose clock and endpoint the test owns. */
function openStore(first: () => unknown) {
  const endpoint = { answer: first, fetches: 0 }
  const clock = { nowMs: 1_000_000 }
  const store = createKeySetStore({
    now: () => clock.nowMs,
    async fetchText() {
      endpoint.fetches += 1
      return JSON.stringify(await endpoint.answer())
    },
  })
  const find = (kid: string, hasUnknownKidQuirk = false) =>
    store.find({ sources: ['http://idp/keys'], kid, verdict: 'v', hasUnknownKidQuirk })
  const has = async (kid: string, quirk = false) =>
    (await find(kid, quirk)).keySet?.has(kid) ?? false
  return { store, endpoint, clock, find, has }
}

const down = () => {
  throw new KeySetProblem({ code: 'KEY_SET_REFUSED' })
}

test('JK1: a thousand unknown kids lead to one fetch per cooldown', async () => {
  const { endpoint, clock, has } = openStore(() => ({ keys: [jwk] }))
  for (let at = 0; at < 1000; at += 1) {
    expect(await has(`nobody-${at}`)).toBe(false)
    clock.nowMs += 100
  }
  // 100 s: one at first, then one per 30 s.
  expect(endpoint.fetches).toBe(4)
})

test('a thousand at once lead to one fetch', async () => {
  const { endpoint, has } = openStore(() => ({ keys: [jwk] }))
  const found = await Promise.all(Array.from({ length: 1000 }, () => has('key-1')))
  expect(found.every(Boolean)).toBe(true)
  expect(endpoint.fetches).toBe(1)
})

test('JK2: an endpoint that fails from the start is asked ever more rarely', async () => {
  const { endpoint, clock, find } = openStore(down)
  for (let at = 0; at < 1000; at += 1) {
    expect((await find('key-1')).failure).toEqual({ code: 'KEY_SET_REFUSED' })
    clock.nowMs += 60
  }
  expect(endpoint.fetches).toBeGreaterThan(3)
  expect(endpoint.fetches).toBeLessThanOrEqual(6)
})

test('JK3: the last good set serves a day while the endpoint is down', async () => {
  const { endpoint, clock, has } = openStore(() => ({ keys: [jwk] }))
  expect(await has('key-1')).toBe(true)
  endpoint.answer = down
  clock.nowMs += 250_000
  for (let at = 0; at < 100; at += 1) expect(await has('key-1')).toBe(true)
  expect(endpoint.fetches).toBe(2)
  clock.nowMs += 86_400_000
  expect(await has('key-1')).toBe(false)
})

test('JK4: random kids do not ask an endpoint that is down more often', async () => {
  const { endpoint, clock, has } = openStore(() => ({ keys: [jwk] }))
  await has('key-1')
  endpoint.answer = down
  clock.nowMs += 31_000
  for (let at = 0; at < 1000; at += 1) await has(`nobody-${at}`)
  expect(endpoint.fetches).toBe(2)
  expect(await has('key-1')).toBe(true)
})

test('JK5: an empty list is an answer: the keys are gone', async () => {
  const { endpoint, clock, has } = openStore(() => ({ keys: [jwk] }))
  expect(await has('key-1')).toBe(true)
  endpoint.answer = () => ({ keys: [] })
  clock.nowMs += 250_000
  expect(await has('key-1')).toBe(false)
})

test('JK6: nonsense keeps the last good set', async () => {
  const { endpoint, clock, has } = openStore(() => ({ keys: [jwk] }))
  await has('key-1')
  endpoint.answer = () => ({ html: true })
  clock.nowMs += 250_000
  expect(await has('key-1')).toBe(true)
})

test('JK8: more than 64 keys are a fault', async () => {
  const { find } = openStore(() => ({ keys: Array.from({ length: 65 }, () => jwk) }))
  expect((await find('key-1')).failure).toMatchObject({ facts: { count: 65 } })
})

test('JK11: of two keys with one kid the first counts, and neither is left out', async () => {
  const { find } = openStore(() => ({ keys: [jwk, { ...next, kid: 'key-1' }, next] }))
  const { keySet } = await find('key-2')
  expect([...(keySet?.kids ?? [])]).toEqual(['key-1', 'key-2'])
  expect(keySet?.dropped).toEqual([])
})

test('JK16: a new key is found after the cooldown, and the old one is gone', async () => {
  const { endpoint, clock, has } = openStore(() => ({ keys: [jwk] }))
  await has('key-1')
  endpoint.answer = () => ({ keys: [next] })
  clock.nowMs += 29_000
  expect([await has('key-2'), await has('key-1')]).toEqual([false, true])
  clock.nowMs += 1_000
  expect([await has('key-2'), await has('key-1')]).toEqual([true, false])
  expect(endpoint.fetches).toBe(2)
})

test('a key at hand does not wait for a fetch that hangs', async () => {
  const { endpoint, clock, has } = openStore(() => ({ keys: [jwk] }))
  await has('key-1')
  endpoint.answer = () => new Promise(() => undefined)
  clock.nowMs += 31_000
  void has('nobody')
  expect(await has('key-1')).toBe(true)
})

test('clearing forgets the back-off, too', async () => {
  const { store, endpoint, has } = openStore(down)
  await has('key-1')
  endpoint.answer = () => ({ keys: [jwk] })
  expect(await has('key-1')).toBe(false)
  store.clear(['http://idp/keys'])
  expect(await has('key-1')).toBe(true)
})

test('a set is current while it is fresh and no other one was fetched in its place', async () => {
  const { store, endpoint, clock, find } = openStore(() => ({ keys: [jwk] }))
  const peek = () => store.peek(['http://idp/keys'], 'key-1')
  const { keySet } = await find('key-1')
  if (!keySet) throw new Error('No key set')
  expect(store.isCurrent(keySet)).toBe(false)
  expect(peek()).toBe(keySet)
  expect(store.isCurrent(keySet)).toBe(true)
  clock.nowMs += 240_000
  expect(store.isCurrent(keySet)).toBe(false)
  endpoint.answer = down
  await find('key-1')
  // Nothing newer is to be had, so the old one serves until the next attempt.
  expect(store.isCurrent(keySet)).toBe(true)
  clock.nowMs += 60_000
  endpoint.answer = () => ({ keys: [jwk] })
  await find('key-1')
  const newer = peek()
  expect([store.isCurrent(keySet), newer && store.isCurrent(newer)]).toEqual([false, true])
})

test.each([[['http://idp/keys']], [undefined]])('clearing %j ends a set', async (sources) => {
  const { store, find } = openStore(() => ({ keys: [jwk] }))
  await find('key-1')
  const keySet = store.peek(['http://idp/keys'], 'key-1')
  store.clear(sources)
  expect(keySet && store.isCurrent(keySet)).toBe(false)
})

test('the same keys have the same fingerprint', async () => {
  const { clock, find } = openStore(() => ({ keys: [jwk] }))
  const before = (await find('key-1')).keySet
  clock.nowMs += 250_000
  const after = (await find('key-1')).keySet
  expect(after).not.toBe(before)
  expect(after?.fingerprint).toBe(before?.fingerprint)
})

test('with the quirk an unknown kid waits until the set is old, as in tyk#6378', async () => {
  const { endpoint, clock, has } = openStore(() => ({ keys: [jwk] }))
  await has('key-1', true)
  endpoint.answer = () => ({ keys: [next] })
  clock.nowMs += 239_000
  expect(await has('key-2', true)).toBe(false)
  clock.nowMs += 1_000
  expect(await has('key-2', true)).toBe(true)
})

test('several sources are searched in order', async () => {
  const asked: string[] = []
  const store = createKeySetStore({
    now: () => 1_000_000,
    fetchText: (url) => {
      asked.push(url)
      return Promise.resolve(JSON.stringify({ keys: [url.endsWith('a') ? jwk : next] }))
    },
  })
  const question = { sources: ['http://idp/a', 'http://idp/b'], verdict: 'v' }
  const find = (kid: string) => store.find({ ...question, kid, hasUnknownKidQuirk: false })
  expect((await find('key-1')).keySet?.name).toBe('http://idp/a')
  expect(asked).toEqual(['http://idp/a'])
  expect((await find('key-2')).keySet?.name).toBe('http://idp/b')
  expect((await find('key-3')).keySet?.name).toBe('http://idp/a')
  expect(asked).toEqual(['http://idp/a', 'http://idp/b'])
})
