import { createServer } from 'node:http'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { type CompanionProcess, startProcess } from './testing/start-process.ts'

const MIB = 1024 * 1024
/** Escaped as JSON each of them takes six characters. */
const CONTROL_CHARACTERS = Buffer.alloc(64 * 1024, 1)

let root: string
let companion: CompanionProcess
const upstream = createServer((request, response) => {
  request.resume().on('end', () => {
    response.setHeader('content-type', 'text/plain')
    response.end(CONTROL_CHARACTERS)
  })
})

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dcr-memory-'))
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  const { port } = upstream.address() as AddressInfo
  companion = await startProcess(root)
  const body = ApiDefinition.parse({
    name: 'Open API',
    api_id: 'open',
    use_keyless: true,
    proxy: { listen_path: '/open/', target_url: `http://127.0.0.1:${port}` },
  })
  await companion.client.putApi({ params: { api: 'open' }, body })
})

afterAll(async () => {
  await companion.stop()
  upstream.closeAllConnections()
  upstream.close()
  await rm(root, { recursive: true, force: true })
})

async function call(body: Buffer): Promise<void> {
  const answer = await fetch(`${companion.addresses.gateway}/open/x`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: new Uint8Array(body),
  })
  expect((await answer.arrayBuffer()).byteLength).toBe(CONTROL_CHARACTERS.length)
}

test.runIf(process.platform === 'linux')(
  '1100 calls whose bodies are 64 KiB of control characters take little memory and disk',
  async () => {
    // The first calls compile what all of them use.
    for (let at = 0; at < 20; at += 1) await call(Buffer.from('x'))
    const before = companion.readMemoryMib()
    for (let at = 0; at < 1100; at += 10)
      await Promise.all(Array.from({ length: 10 }, () => call(CONTROL_CHARACTERS)))
    const exchanges = await companion.client.listExchanges({ query: { limit: 500 } })
    expect(exchanges.length).toBeGreaterThan(0)
    // What the companion keeps are 12 MiB; the rest is garbage of the sockets that is not collected yet.
    expect(companion.readMemoryMib() - before).toBeLessThan(160)
    expect(await measureExchanges()).toBeLessThan(12 * MIB)
  },
)

test('no page of exchanges is larger than a few MiB', async () => {
  const answer = await fetch(`${companion.addresses.control}/api/exchanges?limit=500`, {
    headers: { authorization: `Bearer ${companion.token}` },
  })
  expect((await answer.arrayBuffer()).byteLength).toBeLessThan(3 * MIB)
})

async function measureExchanges(): Promise<number> {
  const folder = join(root, 'data', 'exchanges')
  const files = await Promise.all((await readdir(folder)).map((name) => stat(join(folder, name))))
  return files.reduce((sum, { size }) => sum + size, 0)
}
