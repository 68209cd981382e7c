import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ForeignIdp, startForeignIdp } from '../../support/companion-process.ts'
import { runSuite } from './run-suite.ts'

/** The embedded provider as a process of its own: to the kit a real one. */
let idp: ForeignIdp
let kit: string
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  idp = await startForeignIdp()
  kit = await mkdtemp(join(tmpdir(), 'dcr-kit-'))
  env = {
    DCR_LAB_IDP_HOST: idp.host,
    DCR_LAB_API_TOKEN: idp.apiToken,
    DCR_LAB_KIT_DIR: kit,
  }
}, 60_000)

afterAll(async () => {
  await idp.stop()
  await rm(kit, { recursive: true, force: true })
})

test('a suite runs at the provider of the environment, and deletes its clients there', async () => {
  const { results, output } = await runSuite('outside.spec.ts', env)
  const statuses = Object.values(results).map(({ status }) => status)
  expect(statuses, output).toEqual(['expected', 'expected', 'expected', 'expected', 'unexpected'])
  expect(await listClients()).toEqual([])
  expect(await listHomes()).toEqual([])
}, 120_000)

test('after kill -9 of a worker its companion deletes the clients and then itself', async () => {
  const { exitCode } = await runSuite('crash.spec.ts', env)
  expect(exitCode).toBe(1)
  await expect.poll(listHomes, { timeout: 30_000 }).toEqual([])
  expect(await listClients()).toEqual([])
}, 120_000)

test('after kill -9 of both the next run deletes what they left', async () => {
  await runSuite('crash-of-both.spec.ts', env)
  expect(await listClients()).toEqual(['Orphan of both'])
  expect(await listHomes()).toHaveLength(1)
  await runSuite('outside.spec.ts', env, ['-g', 'scenario is refused'])
  expect(await listClients()).toEqual([])
  expect(await listHomes()).toEqual([])
}, 120_000)

async function listClients(): Promise<string[]> {
  const response = await fetch(`${idp.host}/oauth2/v1/clients`, {
    headers: { authorization: `SSWS ${idp.apiToken}` },
  })
  const clients = (await response.json()) as { client_name: string }[]
  return clients.map(({ client_name }) => client_name)
}

async function listHomes(): Promise<string[]> {
  return (await readdir(kit)).filter((name) => name !== 'compiled')
}
