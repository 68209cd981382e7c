import type * as Crypto from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Store } from '../store/store.ts'
import { createDevelopers, type Developers } from './developers.ts'

const derivations = vi.hoisted(() => ({ count: 0 }))

// The real one, counted: a derivation is what takes long enough to tell addresses apart.
vi.mock('node:crypto', async (load) => {
  const crypto = await load<typeof Crypto>()
  const scrypt = (...given: Parameters<typeof crypto.scrypt>): void => {
    derivations.count += 1
    crypto.scrypt(...given)
  }
  return { ...crypto, scrypt }
})

let folder: string
let store: Store
let developers: Developers

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dcr-developers-'))
  store = await Store.open(folder)
  developers = createDevelopers(store.tables('developers'))
  await developers.save('ada@example.com', 'correct horse')
})

afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

test.each(['ada@example.com', 'nobody@example.com'])(
  'a wrong password of %s takes one derivation',
  async (email) => {
    derivations.count = 0
    expect(await developers.findByPassword(email, 'wrong')).toBeUndefined()
    expect(derivations.count).toBe(1)
  },
)
