import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { crc32 } from 'node:zlib'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Journal } from './embedded/journal.ts'
import { Store } from './store.ts'

let directory: string
let open: Store[] = []

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dcr-store-'))
})

afterEach(async () => {
  await Promise.all(open.map((store) => store.close()))
  open = []
  await rm(directory, { recursive: true, force: true })
})

async function openStore(): Promise<Store> {
  const store = await Store.open(directory)
  open.push(store)
  return store
}

async function closeStore(store: Store): Promise<void> {
  open = open.filter((one) => one !== store)
  await store.close()
}

function put(store: Store, id: string, value: ReturnType<typeof policy>): Promise<void> {
  return store.transact((transaction) => transaction.put('policies', id, value))
}

function policy(id: string, rate = 10) {
  return {
    id,
    name: id,
    org_id: 'default',
    rate,
    per: 60,
    quota_max: -1,
    quota_renewal_rate: 3600,
    key_expires_in: 0,
    active: true,
    is_inactive: false,
    tags: [],
    access_rights: {},
  }
}

test('a thousand changes at once share a few journal writes and all survive', async () => {
  const store = await openStore()
  const ids = Array.from({ length: 1000 }, (_, index) => `p${index}`)
  await Promise.all(ids.map((id) => put(store, id, policy(id))))
  await closeStore(store)
  const again = await openStore()
  expect(again.records('policies').list()).toHaveLength(1000)
})

test('two transactions that read before they write do not lose an update', async () => {
  const store = await openStore()
  await put(store, 'a', policy('a', 0))
  const increment = () =>
    store.transact((transaction) => {
      const current = transaction.get('policies', 'a')
      if (current) transaction.put('policies', 'a', { ...current, rate: current.rate + 1 })
    })
  await Promise.all(Array.from({ length: 50 }, increment))
  expect(store.records('policies').get('a')?.rate).toBe(50)
})

test('a change asked for in the very moment an earlier one is acknowledged is carried out', async () => {
  const store = await openStore()
  for (let round = 0; round < 50; round += 1) {
    let later = Promise.resolve()
    // Each depth of promise chain reaches the writer at another point of its shutdown.
    let moment: Promise<unknown> = put(store, 'a', policy('a', round))
    for (let depth = 0; depth < round % 6; depth += 1) moment = moment.then(() => undefined)
    await moment.then(() => {
      later = put(store, 'b', policy('b', round))
    })
    await later
  }
  expect(store.records('policies').get('b')?.rate).toBe(49)
})

test('a half-written last line is cut off and everything before it is kept', async () => {
  const store = await openStore()
  await put(store, 'a', policy('a'))
  await closeStore(store)
  await appendFile(join(directory, 'journal.1.log'), '0badc0de [["policies","b",{"id":"b"')
  const again = await openStore()
  expect(again.records('policies').list()).toEqual([policy('a')])
  await put(again, 'c', policy('c'))
  await closeStore(again)
  const third = await openStore()
  expect(
    third
      .records('policies')
      .list()
      .map(({ id }) => id),
  ).toEqual(['a', 'c'])
})

test('a second process is refused and the first is not disturbed', async () => {
  const store = await openStore()
  await expect(Store.open(directory)).rejects.toMatchObject({ code: 'STORE_LOCKED' })
  await put(store, 'a', policy('a'))
  expect(store.records('policies').list()).toHaveLength(1)
})

test('a lock left by a dead process is taken over', async () => {
  await writeFile(join(directory, 'lock'), JSON.stringify({ pid: 2 ** 22 + 1, started: '1' }))
  const store = await openStore()
  await put(store, 'a', policy('a'))
  expect(store.records('policies').list()).toHaveLength(1)
})

test('a damaged snapshot stops the start and stays as it is', async () => {
  const path = join(directory, 'db.json')
  await writeFile(path, '{"format":"dcr-lab","sha256":"00"}\n{"version":1}')
  await expect(Store.open(directory)).rejects.toMatchObject({ code: 'STORE_UNREADABLE' })
  expect(await readFile(path, 'utf8')).toContain('"sha256":"00"')
})

test('data of a newer program is refused', async () => {
  const { SnapshotFile } = await import('./embedded/snapshot-file.ts')
  await new SnapshotFile(join(directory, 'db.json')).write({
    version: 99,
    generation: 1,
    origin: 'none',
    collections: {},
  })
  await expect(Store.open(directory)).rejects.toMatchObject({ code: 'STORE_UNREADABLE' })
})

test('a refused write is reported, leaves memory as the disk is, and heals by itself', async () => {
  const store = await openStore()
  await put(store, 'a', policy('a'))
  const full = vi
    .spyOn(Journal.prototype, 'append')
    .mockRejectedValue(new Error('ENOSPC: a disk that is full'))
  try {
    const attempt = put(store, 'b', policy('b'))
    await expect(attempt).rejects.toMatchObject({ code: 'STORE_WRITE_FAILED' })
    expect(store.isReadOnly).toBe(true)
    expect(store.records('policies').get('b')).toBeUndefined()
  } finally {
    full.mockRestore()
  }
  await put(store, 'c', policy('c'))
  expect(store.isReadOnly).toBe(false)
  await closeStore(store)
  const again = await openStore()
  expect(
    again
      .records('policies')
      .list()
      .map(({ id }) => id),
  ).toEqual(['a', 'c'])
})

test('a grown journal is folded into the snapshot', async () => {
  const store = await openStore()
  const big = 'x'.repeat(60_000)
  for (let index = 0; index < 80; index += 1)
    await put(store, 'a', { ...policy('a'), name: big.slice(0, 190), tags: [big] as never[] })
  await closeStore(store)
  const names = await readdir(directory)
  expect(names.filter((name) => name.startsWith('journal.'))).toEqual(['journal.2.log'])
  const again = await openStore()
  expect(again.records('policies').list()).toHaveLength(1)
})

test('other users cannot read the files, whatever the umask', async () => {
  const before = process.umask(0)
  try {
    const store = await openStore()
    await put(store, 'a', policy('a'))
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    for (const name of await readdir(directory))
      expect((await stat(join(directory, name))).mode & 0o077, name).toBe(0)
  } finally {
    process.umask(before)
  }
})

/** A run as the first version of the store kept it. */
const oldRun = {
  id: 'r',
  journey: 'okta',
  target: 'embedded',
  provider: 'keycloak',
  origin: 'panel',
  created_at: '2026-11-23T14:00:00.000Z',
  drafts: {},
  kept_secrets: {},
  outcomes: {},
  products: { idp_host: 'http://127.0.0.1:8792', api_token_id: '00T1' },
}

test.each(['journal', 'snapshot'])(
  'runs of the first version, in the %s alone, are kept under the new name of their journey',
  async (place) => {
    const { SnapshotFile } = await import('./embedded/snapshot-file.ts')
    if (place === 'journal') {
      const json = JSON.stringify([['runs', 'r', oldRun]])
      const sum = crc32(json).toString(16).padStart(8, '0')
      await writeFile(join(directory, 'journal.1.log'), `${sum} ${json}\n`)
    } else {
      await new SnapshotFile(join(directory, 'db.json')).write({
        version: 1,
        generation: 1,
        origin: 'none',
        collections: { runs: new Map([['r', oldRun]]) },
      })
      await writeFile(join(directory, 'journal.1.log'), '')
    }
    for (const _ of ['migrates', 'finds it migrated']) {
      const store = await openStore()
      expect(store.records('runs').get('r')).toMatchObject({
        journey: 'dcr',
        name: 'Keycloak',
        dialect: 'keycloak',
      })
      expect(store.records('runs').get('r')?.products).toEqual({
        idp_host: 'http://127.0.0.1:8792',
      })
      await closeStore(store)
    }
    const snapshot = await new SnapshotFile(join(directory, 'db.json')).read()
    expect(snapshot?.version).toBe(3)
  },
)
