import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'
import { openMcpApi, Stranger } from '../visits/testing/stranger.ts'
import { runCommandLine } from './dcr-lab.ts'

let lab: TestCompanion
let stranger: Stranger
let out: string

beforeEach(async () => {
  lab = await startTestCompanion()
  const { idp } = lab.companion.addresses
  stranger = new Stranger(await openMcpApi(lab), `${idp}/mcp`)
  vi.stubEnv('DCR_LAB_TOKEN', TEST_TOKEN)
  out = ''
  const write = (text: string): void => void (out += `${text}\n`)
  vi.spyOn(console, 'log').mockImplementation(write)
  vi.spyOn(console, 'error').mockImplementation(write)
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await lab.stop()
})

const run = (...argv: string[]): Promise<number> =>
  runCommandLine(['visits', ...argv, '--companion', lab.companion.addresses.control], {
    extension: join(lab.root, 'extension'),
  })

test('where no client has come, it says where to point one, and who cannot come', async () => {
  expect(await run()).toBe(0)
  expect(out).toMatch(/No client is here yet[\s\S]*\/mcp\/[\s\S]*public https/)
})

test('the list has a sentence for each client, and one is shown leg by leg', async () => {
  await stranger.connect()
  await stranger.call()
  expect(await run()).toBe(0)
  expect(out).toMatch(/^ok +Stranger {2}at Ready for MCP.*\n +Called the API without a token/)
  out = ''
  expect(await run(stranger.clientId)).toBe(0)
  expect(out).toMatch(/ok {3}app > idp {2}Registered {2}POST http.*\/mcp\/reg {2}x/)
  out = ''
  expect(await run(stranger.clientId, '--json')).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ client_id: stranger.clientId, state: 'succeeded' })
})

test('to follow is to wait for the end of the next visit', async () => {
  const followed = run('--follow')
  await vi.waitFor(() => expect(out).toContain('Point one at'), { timeout: 10_000 })
  await stranger.discover()
  await stranger.register({ grant_types: ['no-such-grant'] })
  expect(await followed).toBe(0)
  expect(out).toMatch(/REFUSED: .*\n.*was refused a registration/)
})

test('a visit that is not there is an error with its name', async () => {
  expect(await run('visit-x')).toBe(1)
  expect(out).toContain('There is no visit visit-x')
})
