import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EmbeddedKeeper } from './embedded/embedded-keeper.ts'
import { fingerprintSchemas } from './fingerprint.ts'
import type { RegistrationRecord } from './schema.ts'
import { Store } from './store.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dcr-outlines-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

function registration(id: string, run: string): RegistrationRecord {
  return {
    id,
    run,
    state: 'active',
    origin: 'test',
    provider: 'keycloak',
    idp_host: 'https://idp.example',
    registration_endpoint: 'https://idp.example/register',
    client_id: `client-${id}`,
    client_name: `Client ${id}`,
    asked: { client_name: `Client ${id}`, redirect_uris: ['https://app.example/\ud800'] },
    is_secret_shown: false,
    created_at: '2026-11-27T18:00:00.000Z',
  }
}

const put = (store: Store, record: RegistrationRecord): Promise<void> =>
  store.transact((transaction) => transaction.put('registrations', record.id, record))

/** A store whose three registrations stand in a snapshot. */
async function openSaved(): Promise<Store> {
  const store = await Store.open(directory)
  await put(store, registration('a', 'one'))
  await put(store, registration('b', 'two'))
  await put(store, registration('"c\\', 'one'))
  await store.close()
  const keeper = new EmbeddedKeeper(directory)
  const schema = fingerprintSchemas()
  const { collections } = await keeper.load(schema)
  await (
    await keeper.beginSnapshot({ collections, schema, isAlone: true })
  ).written
  await keeper.close()
  return Store.open(directory)
}

test('records of a snapshot are found by their outlines, and read as they were written', async () => {
  const store = await openSaved()
  const records = store.records('registrations')
  expect(records.outlines().map(({ client_id }) => client_id)).toEqual([
    'client-a',
    'client-b',
    'client-"c\\',
  ])
  expect(records.outlines()[0]).not.toHaveProperty('asked')
  expect(records.filter(({ run }) => run === 'one')).toEqual([
    registration('a', 'one'),
    registration('"c\\', 'one'),
  ])
  expect(records.get('"c\\')).toEqual(registration('"c\\', 'one'))
  await store.close()
})

test('inside a change the newest outlines are searched', async () => {
  const store = await openSaved()
  const found = await store.transact((transaction) => {
    transaction.put('registrations', 'a', registration('a', 'two'))
    transaction.put('registrations', 'd', registration('d', 'two'))
    transaction.delete('registrations', 'b')
    return transaction.filter('registrations', ({ run }) => run === 'two').map(({ id }) => id)
  })
  expect(found).toEqual(['a', 'd'])
  await store.close()
})

test('a row that was not changed, and one that was, are both in the next snapshot', async () => {
  const store = await openSaved()
  await put(store, registration('b', 'three'))
  await store.close()
  const keeper = new EmbeddedKeeper(directory)
  const schema = fingerprintSchemas()
  const { collections } = await keeper.load(schema)
  await (
    await keeper.beginSnapshot({ collections, schema, isAlone: false })
  ).written
  await keeper.close()
  const again = await Store.open(directory)
  expect(again.records('registrations').list()).toEqual([
    registration('a', 'one'),
    registration('b', 'three'),
    registration('"c\\', 'one'),
  ])
  await again.close()
})

test('records that were checked against other shapes are checked again, and written anew', async () => {
  const keeper = new EmbeddedKeeper(directory)
  await keeper.load('other shapes')
  const collections = { registrations: new Map([['a', { id: 'a' }]]) }
  await (
    await keeper.beginSnapshot({ collections, schema: 'other shapes', isAlone: true })
  ).written
  await keeper.close()
  await expect(Store.open(directory)).rejects.toMatchObject({
    code: 'STORE_UNREADABLE',
    message: expect.stringContaining('registrations/a') as unknown,
  })
})
