import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomBytes } from 'node:crypto'
import { COLLECTIONS, type CollectionName } from '../store/schema.ts'
import { MemoryKeeper } from '../store/memory-keeper.ts'
import { Store } from '../store/store.ts'
import { createAesVault } from './aes-vault.ts'
import { rememberKept } from './remember-kept.ts'
import { createSecretRegistry } from './secret-registry.ts'
import { registrationPlace, replayPlace, runPlace, tokenPlace } from './secret-places.ts'

const vault = createAesVault({ id: 'test', bytes: randomBytes(32) })
const AT = '2026-11-27T21:00:00.000Z'
let store: Store

beforeAll(async () => {
  store = await Store.open(new MemoryKeeper())
})

afterAll(() => store.close())

const secret = (name: string): string => `secret-of-${name}-0123456789`

test('the secrets of every room are known after a start, wherever their envelopes stand', async () => {
  await store.transact((transaction) => {
    transaction.put('registrations', 'r1', {
      id: 'r1',
      state: 'active',
      origin: 'test',
      provider: 'other',
      idp_host: 'http://a.example',
      registration_endpoint: 'http://a.example/register',
      client_name: 'A',
      asked: {},
      client_secret: vault.seal(secret('client'), registrationPlace('r1', 'client_secret')),
      client_key: vault.seal(
        JSON.stringify({ kty: 'EC', d: secret('key') }),
        registrationPlace('r1', 'client_key'),
      ),
      created_at: AT,
      is_secret_shown: true,
    })
    transaction.put('tokens', 't1', {
      id: 't1',
      access_token: vault.seal(secret('access'), tokenPlace('t1')),
      refresh_token: vault.seal(secret('refresh'), tokenPlace('t1', 'refresh_token')),
      obtained_at: AT,
    })
    transaction.put('runs', 'u1', {
      id: 'u1',
      name: 'A run',
      journey: 'dcr',
      target: 'embedded',
      provider: 'okta',
      origin: 'test',
      created_at: AT,
      drafts: {},
      kept_secrets: {
        'developer.password': {
          envelope: vault.seal(secret('password'), runPlace('u1', 'developer.password')),
          mask: '••••',
        },
      },
      outcomes: {},
      products: { api_token: vault.seal(secret('api'), runPlace('u1', 'api_token')) },
    })
    transaction.put('replay_secrets', 'typed', {
      name: 'typed',
      mask: '••••',
      created_at: AT,
      source: 'Typed',
      envelope: vault.seal(secret('typed'), replayPlace('typed')),
    })
  })
  const registry = createSecretRegistry()
  registry.addAll(() => rememberKept(store, vault, registry))
  expect(registry.isComplete()).toBe(false)
  await registry.completed
  expect(registry.isComplete()).toBe(true)
  for (const name of ['client', 'key', 'access', 'refresh', 'password', 'api', 'typed'])
    expect(registry.mask(`<${secret(name)}>`), name).toBe('<••••6789>')
})

test('every collection is looked through', async () => {
  const asked: CollectionName[] = []
  const records = (name: CollectionName) => {
    asked.push(name)
    return { each: () => [] } as never
  }
  await rememberKept({ records }, vault, createSecretRegistry())
  expect(asked).toEqual(Object.keys(COLLECTIONS))
})
