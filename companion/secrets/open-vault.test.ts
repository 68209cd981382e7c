import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Store } from '../store/store.ts'
import { openVault } from './open-vault.ts'

let root: string
let store: Store
let keyPath: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'dcr-key-'))
  keyPath = join(root, 'config', 'key')
  store = await Store.open(join(root, 'data'))
})

afterEach(async () => {
  await store.close()
  await rm(root, { recursive: true, force: true })
})

test('the key file is made once, for its owner only', async () => {
  const before = process.umask(0)
  try {
    const vault = await openVault(store, keyPath)
    const place = { collection: 'tokens', id: 't', field: 'access_token' }
    const envelope = vault.seal('secret', place)
    expect((await stat(keyPath)).mode & 0o777).toBe(0o600)
    expect((await stat(join(root, 'config'))).mode & 0o777).toBe(0o700)
    expect((await openVault(store, keyPath)).open(envelope, place)).toBe('secret')
  } finally {
    process.umask(before)
  }
})

test('a key file that others can read is refused', async () => {
  await openVault(store, keyPath)
  await chmod(keyPath, 0o644)
  await expect(openVault(store, keyPath)).rejects.toMatchObject({ code: 'KEY_FILE_UNSAFE' })
})

test('a lost key file is noticed and no second key is made', async () => {
  await openVault(store, keyPath)
  await rm(keyPath)
  await expect(openVault(store, keyPath)).rejects.toMatchObject({ code: 'SECRET_UNAVAILABLE' })
  await expect(readFile(keyPath)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('another key file is noticed', async () => {
  await openVault(store, keyPath)
  const elsewhere = await Store.open(join(root, 'other-data'))
  const otherKey = join(root, 'other', 'key')
  await openVault(elsewhere, otherKey)
  await elsewhere.close()
  await expect(openVault(store, otherKey)).rejects.toMatchObject({ code: 'SECRET_UNAVAILABLE' })
})

test('first starts at the same time, each with its own data, share one key', async () => {
  const stores = await Promise.all(
    Array.from({ length: 5 }, (_, at) => Store.open(join(root, `data-${at}`))),
  )
  const vaults = await Promise.all(stores.map((one) => openVault(one, keyPath)))
  const place = { collection: 'tokens', id: 't', field: 'access_token' }
  const envelope = vaults[0]?.seal('secret', place) ?? ''
  expect(vaults.map((vault) => vault.open(envelope, place))).toEqual(vaults.map(() => 'secret'))
  expect(await readdir(join(root, 'config'))).toEqual(['key'])
  await Promise.all(stores.map((one) => one.close()))
})
