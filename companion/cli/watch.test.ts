import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startOrganisation, type TestOrganisation } from '../idp/testing.ts'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'
import { runCommandLine } from './dcr-lab.ts'

let lab: TestCompanion
let upstream: TestOrganisation
let out: string

beforeEach(async () => {
  lab = await startTestCompanion()
  upstream = await startOrganisation()
  vi.stubEnv('DCR_LAB_TOKEN', TEST_TOKEN)
  out = ''
  const write = (text: string): void => void (out += `${text}\n`)
  vi.spyOn(console, 'log').mockImplementation(write)
  vi.spyOn(console, 'error').mockImplementation(write)
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  upstream.close()
  await lab.stop()
})

const run = (...argv: string[]): Promise<number> =>
  runCommandLine(['watch', ...argv, '--companion', lab.companion.addresses.control], {
    extension: join(lab.root, 'extension'),
  })

/** What a client does first, and a registration that is refused. */
async function visit(address: string): Promise<void> {
  const metadata = (await (
    await fetch(`${address}/.well-known/openid-configuration`)
  ).json()) as Record<string, string>
  await fetch(metadata['registration_endpoint'] ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: 'Refused', redirect_uris: ['javascript:alert(1)'] }),
  })
}

test('the addresses are printed, each leg as a line and the end; an interrupt closes the watch', async () => {
  const watched = run('--issuer', `${upstream.origin}/mcp`)
  await vi.waitFor(() => expect(out).toContain('Give the client these addresses'), {
    timeout: 20_000,
  })
  const [watch] = await lab.client.listWatches()
  expect(out).toContain(`${watch?.issuer?.address}  in place of  ${upstream.origin}/mcp`)
  await visit(watch?.issuer?.address ?? '')
  await vi.waitFor(() => expect(out).toMatch(/FAIL app > idp .*POST .*\/mcp\/reg/), {
    timeout: 20_000,
  })
  await vi.waitFor(() => expect(out).toMatch(/REFUSED: .*\n.*was refused a registration/), {
    timeout: 20_000,
  })
  process.emit('SIGINT')
  expect(await watched).toBe(0)
  expect(await lab.client.listWatches()).toEqual([])
})

test('as JSON each line is one object', async () => {
  const watched = run('--issuer', `${upstream.origin}/mcp`, '--json')
  await vi.waitFor(() => expect(out).toContain('"watch"'), { timeout: 20_000 })
  const [watch] = await lab.client.listWatches()
  await visit(watch?.issuer?.address ?? '')
  await vi.waitFor(() => expect(out).toContain('"visit"'), { timeout: 20_000 })
  process.emit('SIGINT')
  expect(await watched).toBe(0)
  const lines = out
    .trim()
    .split('\n')
    .map((line) => Object.keys(JSON.parse(line) as object)[0])
  expect(lines).toEqual(['watch', 'leg', 'leg', 'visit'])
})

test('without a server to watch it says what to give', async () => {
  expect(await run()).toBe(1)
  expect(out).toContain('Give --issuer')
})
