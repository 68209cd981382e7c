import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RegistrationRecord } from './store/schema.ts'
import { Store } from './store/store.ts'
import { readStartTime } from './store/embedded/lock-file.ts'
import { noteEmbeddedIdp, removeAbandoned } from './temporary-directories.ts'

/** No process has this id. */
const ENDED = 2 ** 22 + 1
const EMBEDDED = 'http://127.0.0.1:40001'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dcr-abandoned-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const names = async (): Promise<string[]> => (await readdir(folder)).toSorted()

/** What a companion that was killed has left, with a client at a host. */
async function leave(name: string, host: string, state: RegistrationRecord['state'] = 'active') {
  const path = join(folder, name)
  await mkdir(path)
  await noteEmbeddedIdp(path, EMBEDDED)
  const store = await Store.open(join(path, 'data'))
  await store.transact((transaction) =>
    transaction.put('registrations', 'r', {
      id: 'r',
      state,
      origin: 'cli',
      provider: 'keycloak',
      idp_host: host,
      registration_endpoint: `${host}/register`,
      client_name: 'Orders',
      asked: {},
      is_secret_shown: false,
      created_at: '2026-11-27T18:00:00.000Z',
    }),
  )
  await store.close()
}

test('what a companion that ended has left is removed; what runs, and what is not ours, stays', async () => {
  const own = `dcr-lab-${process.pid}-${readStartTime(process.pid)}-abcdef`
  await leave(`dcr-lab-${ENDED}-1-abcdef`, `${EMBEDDED}/okta`)
  await mkdir(join(folder, `dcr-lab-${ENDED}--ghijkl`))
  await mkdir(join(folder, own))
  await mkdir(join(folder, 'dcr-lab-notes'))
  expect(await removeAbandoned(folder)).toEqual([])
  expect(await names()).toEqual([own, 'dcr-lab-notes'].toSorted())
})

test('an id that another process has by now does not keep a directory', async () => {
  await mkdir(join(folder, `dcr-lab-${process.pid}-1-abcdef`))
  await removeAbandoned(folder)
  expect(await names()).toEqual([])
})

test('the ledger of a client at a provider outside stays, and it is said how to delete the client', async () => {
  const name = `dcr-lab-${ENDED}-1-abcdef`
  await leave(name, 'https://idp.example')
  const [sentence, ...others] = await removeAbandoned(folder)
  expect(sentence).toMatch(/Orders at https:\/\/idp\.example.*dcr-lab start --data .*data --config/)
  expect(others).toEqual([])
  expect(await names()).toEqual([name])
})

test('a client that was deleted keeps nothing; a ledger that cannot be read stays', async () => {
  await leave(`dcr-lab-${ENDED}-1-aaaaaa`, 'https://idp.example', 'deleted')
  await leave(`dcr-lab-${ENDED}-1-bbbbbb`, 'https://idp.example')
  await writeFile(join(folder, `dcr-lab-${ENDED}-1-bbbbbb`, 'data', 'db.json'), '{"version":99}\n')
  expect(await removeAbandoned(folder)).toHaveLength(1)
  expect(await names()).toEqual([`dcr-lab-${ENDED}-1-bbbbbb`])
})
