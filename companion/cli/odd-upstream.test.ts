import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { type CompanionProcess, startProcess } from './testing/start-process.ts'

/** Enough for a busy machine; the fault that this is about took six seconds. */
const MOST_MS = 1_500

/** By path, what the upstream answers. */
const ANSWERS: Readonly<Record<string, string>> = {
  '/099': 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n',
  '/000': 'HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n',
  '/1000': 'HTTP/1.1 1000 Odd\r\nContent-Length: 0\r\n\r\n',
  '/999': 'HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n',
  '/letters': 'HTTP/1.1 abc Odd\r\nContent-Length: 0\r\n\r\n',
  '/negative': 'HTTP/1.1 -12 Odd\r\nContent-Length: 0\r\n\r\n',
  '/nul': 'HTTP/1.1 200 O\0K\r\nContent-Length: 0\r\n\r\n',
  '/switch': 'HTTP/1.1 101 Switching Protocols\r\n\r\n',
  '/upgrade': 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
  '/hints': 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(2000),
  '/continue': 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(2000),
  '/twice': 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'.repeat(2),
  '/lengths': 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
  '/chunk': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  '/early-chunk': 'HTTP/1.1 099 Odd\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
}

let root: string
let companion: CompanionProcess
const upstream = createServer((socket) => {
  socket.on('error', () => undefined)
  socket.once('data', (request) => {
    const [, path = ''] = request.toString('latin1').split(' ')
    socket.end(ANSWERS[path] ?? '')
  })
})

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dcr-odd-upstream-'))
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  const { port } = upstream.address() as AddressInfo
  companion = await startProcess(root)
  const body = ApiDefinition.parse({
    name: 'Open API',
    api_id: 'open',
    use_keyless: true,
    proxy: {
      listen_path: '/open/',
      target_url: `http://127.0.0.1:${port}`,
      strip_listen_path: true,
    },
  })
  await companion.client.putApi({ params: { api: 'open' }, body })
})

afterAll(async () => {
  await companion.stop()
  upstream.close()
  await rm(root, { recursive: true, force: true })
})

/** Asks without a pause, until `work` is done. @returns The longest wait, in milliseconds. */
async function pollHealth(work: Promise<unknown>): Promise<number> {
  const progress = { isDone: false }
  void work.finally(() => (progress.isDone = true))
  let longest = 0
  while (!progress.isDone) {
    const start = performance.now()
    await (await fetch(`${companion.addresses.control}/healthz`)).text()
    longest = Math.max(longest, performance.now() - start)
  }
  return longest
}

const READABLE = ['/999', '/nul', '/twice', '/chunk']

const callUpstream = (path: string) =>
  fetch(`${companion.addresses.gateway}/open${path}`).then(
    (answer) => answer.status,
    () => 0,
  )

test.each(READABLE)('an upstream that answers %s stalls nothing', async (path) => {
  expect(await pollHealth(callUpstream(path))).toBeLessThan(MOST_MS)
})

test.each(Object.keys(ANSWERS).filter((path) => !READABLE.includes(path)))(
  'an upstream that answers %s counts as broken, and stalls nothing',
  async (path) => {
    const call = callUpstream(path)
    expect(await pollHealth(call)).toBeLessThan(MOST_MS)
    expect(await call).toBeGreaterThanOrEqual(500)
  },
)
