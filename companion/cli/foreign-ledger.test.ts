import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { RegistrationRecord } from '../store/schema.ts'
import { Store } from '../store/store.ts'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'
import { runCommandLine } from './dcr-lab.ts'
import { writeRunningFile } from './running-file.ts'

/** Its identity provider stands for one that outlives the command. */
let lab: TestCompanion
let home: string
let said: string[]

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'dcr-home-'))
  vi.stubEnv('XDG_DATA_HOME', join(home, 'data'))
  vi.stubEnv('XDG_CONFIG_HOME', join(home, 'config'))
  said = []
  for (const method of ['log', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((line) => void said.push(String(line)))
})

afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await rm(home, { recursive: true })
})

const host = (): string => `${lab.companion.addresses.idp}/mcp`

const run = (...words: string[]): Promise<number> => runCommandLine(words, { extension: '' })

async function readLedger(): Promise<RegistrationRecord[]> {
  const store = await Store.open(join(home, 'data', 'dcr-lab'))
  const records = [...store.records('registrations').list()]
  await store.close()
  return records.filter(({ idp_host }) => idp_host === host())
}

test('a journey at a provider keeps its ledger, though no companion was running', async () => {
  await run('journey', '--idp-host', host(), '--provider', 'other')
  const [client] = await readLedger()
  expect(client).toMatchObject({ origin: 'cli', client_id: expect.any(String) as string })
  expect(said.join('\n')).toContain(join(home, 'data', 'dcr-lab'))
})

test('what a journey cleans up is in its ledger as deleted', async () => {
  await run('journey', '--idp-host', host(), '--provider', 'other', '--clean')
  expect(new Set((await readLedger()).map(({ state }) => state))).toEqual(new Set(['deleted']))
})

test('an examination of a provider keeps its ledger', async () => {
  await run('doctor', '--host', host())
  const clients = await readLedger()
  expect(clients.length).toBeGreaterThan(0)
  expect(clients.every(({ origin }) => origin === 'doctor')).toBe(true)
})

test('an examination of a provider is made by the companion that is running', async () => {
  const { addresses } = lab.companion
  await writeRunningFile(join(home, 'config', 'dcr-lab'), {
    pid: process.pid,
    addresses,
    token: TEST_TOKEN,
  })
  await run('doctor', '--host', host())
  expect(said.join('\n')).toContain('ok    registration')
  expect(said.join('\n')).not.toContain('The ledger')
  expect(await readLedger()).toEqual([])
})

test('an examination of the embedded provider leaves nothing behind', async () => {
  await run('doctor', '--dialect', 'mcp')
  await expect(run('doctor', '--dialect', 'mcp', '--data', home)).resolves.toBe(1)
  expect(said.at(-1)).toContain('Add --host')
  expect(await readLedger()).toEqual([])
})
