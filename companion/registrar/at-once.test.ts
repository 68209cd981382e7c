import { randomBytes } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import type { Adoption } from '#shared/contract/registration.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { createClock } from '../clock/clock.ts'
import type { HttpClient, HttpAnswer } from '../outgoing/http-client.ts'
import { createAesVault } from '../secrets/aes-vault.ts'
import { MemoryKeeper } from '../store/memory-keeper.ts'
import { Store } from '../store/store.ts'
import { createRegistrar, type Registrar } from './registrar.ts'
import { createRegistrations } from './registrations.ts'

/** Replaces the HTTP client, since no real provider answers at the moment that a test chooses. */
interface SlowProvider {
  http: HttpClient
  /** Resolves once so many calls have come. */
  waitFor(calls: number): Promise<void>
  answer(at: number, status: number, body?: unknown): void
  /** The `Authorization` of each call so far. */
  authorizations: (string | undefined)[]
}

function createSlowProvider(): SlowProvider {
  const waiting: ((answer: HttpAnswer) => void)[] = []
  const authorizations: (string | undefined)[] = []
  return {
    authorizations,
    http: {
      send: (_context, { headers }) => {
        authorizations.push(headers['authorization'])
        return new Promise((resolve) => waiting.push(resolve))
      },
    },
    waitFor: (calls) => vi.waitUntil(() => waiting.length >= calls).then(() => undefined),
    answer: (at, status, body) =>
      waiting[at]?.({
        status,
        text: body === undefined ? '' : JSON.stringify(body),
        headers: {},
        exchange: `exchange-${at}`,
      } as unknown as HttpAnswer),
  }
}

async function openLedger(): Promise<{
  store: Store
  registrar: Registrar
  /** That of a second companion on the same records. */
  other: Registrar
  provider: SlowProvider
}> {
  const store = await Store.open(new MemoryKeeper())
  const provider = createSlowProvider()
  const [registrar, other] = [openRegistrar(store, provider), openRegistrar(store, provider)]
  return { store, registrar, other, provider }
}

function openRegistrar(store: Store, provider: SlowProvider): Registrar {
  return createRegistrar({
    askOtherwise: ({ metadata }) => metadata,
    registrations: createRegistrations(store.tables('registrations')),
    owner: store.owner,
    isOwnerAlive: (id) => store.isOwnerAlive(id),
    vault,
    http: provider.http,
    catalogue: {} as Catalogue,
    clock: createClock(),
  })
}

const vault = createAesVault({ id: 'memory', bytes: randomBytes(32) })
const endpoint = 'http://127.0.0.1:1/register'
const client = {
  client_id: 'c-1',
  client_secret: 'a-secret-of-this-test',
  client_name: 'One',
  registration_client_uri: `${endpoint}/c-1`,
  registration_access_token: 'a-token-of-this-test',
}
const adoption = {
  provider: 'other',
  idp_host: 'http://127.0.0.1:1',
  registration_endpoint: endpoint,
  client,
} as Adoption

test('a secret that ten callers ask for at once is shown once', async () => {
  const { store, registrar } = await openLedger()
  const { id } = await registrar.adopt(adoption)
  await store.transact((transaction) => {
    const record = transaction.require('registrations', id)
    transaction.put('registrations', id, { ...record, is_secret_shown: false })
  })
  const shown = await Promise.all(Array.from({ length: 10 }, () => registrar.takeSecretOnce(id)))
  expect(shown.filter((secret) => secret !== undefined)).toEqual([client.client_secret])
})

test('a client that is adopted twice at once is one registration', async () => {
  const { registrar } = await openLedger()
  const results = await Promise.allSettled([registrar.adopt(adoption), registrar.adopt(adoption)])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(registrar.list()).toHaveLength(1)
})

test('an answer to a read that comes after the deletion does not revive the client', async () => {
  const { registrar, other, provider } = await openLedger()
  const { id } = await registrar.adopt(adoption)
  const reading = registrar.read(id)
  await provider.waitFor(1)
  const removing = other.remove(id)
  await provider.waitFor(2)
  provider.answer(1, 204)
  await expect(removing).resolves.toMatchObject({ state: 'deleted' })
  provider.answer(0, 200, { ...client, client_secret: 'an-older-secret-of-this-test' })
  await expect(reading).resolves.toMatchObject({ registration: { state: 'deleted' } })
})

test('two reads at once leave no mark behind, in whatever order they are answered', async () => {
  const { registrar, other, provider } = await openLedger()
  const { id } = await registrar.adopt(adoption)
  const first = registrar.read(id)
  await provider.waitFor(1)
  const second = other.read(id)
  await provider.waitFor(2)
  provider.answer(1, 200, { ...client, registration_access_token: 'the-second-token-of-this-test' })
  await second
  provider.answer(0, 200, client)
  await first
  expect(registrar.get(id)).toMatchObject({ state: 'active' })
  expect(registrar.get(id)?.failure).toBeUndefined()
})

test('the second of two reads is sent once the first is answered, with the token of its answer', async () => {
  const { registrar, provider } = await openLedger()
  const { id } = await registrar.adopt(adoption)
  const reads = [registrar.read(id), registrar.read(id)]
  await provider.waitFor(1)
  provider.answer(0, 200, { ...client, registration_access_token: 'the-second-token-of-this-test' })
  await reads[0]
  await provider.waitFor(2)
  expect(provider.authorizations).toEqual([
    `Bearer ${client.registration_access_token}`,
    'Bearer the-second-token-of-this-test',
  ])
  provider.answer(1, 200, client)
  await expect(reads[1]).resolves.toMatchObject({ registration: { state: 'active' } })
})

test('ten registrations with one id send one request and have one outcome', async () => {
  const { registrar, provider } = await openLedger()
  const order = {
    id: 'one',
    origin: 'test',
    provider: 'other',
    idp_host: adoption.idp_host,
    registration_endpoint: endpoint,
    metadata: { client_name: 'One' },
  } as const
  const outcomes = Array.from({ length: 10 }, () => registrar.registerOnce(order))
  await provider.waitFor(1)
  provider.answer(0, 201, client)
  const ids = (await Promise.all(outcomes)).map(({ client_id }) => client_id)
  expect(ids).toEqual(Array.from({ length: 10 }, () => 'c-1'))
  expect(provider.authorizations).toHaveLength(1)
})

test('what a companion that runs has begun is left alone; what a dead one began is unknown', async () => {
  const { store, registrar } = await openLedger()
  const { id } = await registrar.adopt(adoption)
  const put = (owner: string) =>
    store.transact((transaction) => {
      const record = transaction.require('registrations', id)
      transaction.put('registrations', id, { ...record, state: 'intent', owner })
    })
  await put(store.owner)
  await registrar.settleIntents()
  expect(registrar.get(id)?.state).toBe('intent')
  await put('a-companion-that-ended')
  await registrar.settleIntents()
  expect(registrar.get(id)?.state).toBe('unknown')
})
