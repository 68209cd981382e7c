import { afterEach, expect, test } from 'vitest'
import { Agent } from 'undici'
import { createFakeRecorder, listen } from '../test/test-gateway.ts'
import { createKeySetFetcher, fetchKeySet } from './fetch-key-set.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function fetchFrom(listener: Parameters<typeof listen>[0]) {
  const { server, url } = await listen(listener)
  const dispatcher = new Agent()
  const recorder = createFakeRecorder()
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
    () => dispatcher.destroy(),
  )
  const text = fetchKeySet({ dispatcher, recorder }, `${url}/keys`, 'v')
  return { recorder, text }
}

test('JK8: an endless answer is cut at 256 KiB', async () => {
  let sent = 0
  const before = process.memoryUsage().rss
  const { text, recorder } = await fetchFrom((_request, response) => {
    const chunk = Buffer.alloc(64 * 1024, 'x')
    const push = (): void => {
      let hasRoom = !response.destroyed
      while (hasRoom && sent < 300 * 1024 * 1024) {
        sent += chunk.length
        hasRoom = response.write(chunk)
      }
      response.once('drain', push)
    }
    push()
  })
  await expect(text).rejects.toMatchObject({
    word: { code: 'KEY_SET_TOO_LARGE', facts: { kibibytes: 256 } },
  })
  expect(process.memoryUsage().rss - before).toBeLessThan(20 * 1024 * 1024)
  expect(recorder.raw[0]?.failure).toContain('256 KiB')
})

test.each([
  ['a redirect', 302],
  ['an error', 500],
])('%s is no key set', async (_case, status) => {
  const { text } = await fetchFrom((_request, response) => {
    response.writeHead(status, { location: '/elsewhere' }).end('{"keys":[]}')
  })
  await expect(text).rejects.toMatchObject({ word: { code: 'KEY_SET_STATUS', facts: { status } } })
})

test.each([
  ['http://127.0.0.1:1/keys', 'KEY_SET_REFUSED'],
  ['http://169.254.169.254/keys', 'KEY_SET_ADDRESS_GUARDED'],
  ['http://[64:ff9b::a9fe:a9fe]/keys', 'KEY_SET_ADDRESS_GUARDED'],
  ['http://localhost:2/keys', 'KEY_SET_ADDRESS_GUARDED'],
  ['http://nowhere.invalid/keys', 'KEY_SET_HOST_UNKNOWN'],
])('%s fails with %s', async (url, code) => {
  const recorder = createFakeRecorder()
  const fetcher = createKeySetFetcher(recorder, { closedPorts: () => [2] })
  closers.push(() => fetcher.close())
  await expect(fetcher.fetchText(url, 'v')).rejects.toMatchObject({ word: { code } })
  expect(recorder.raw).toHaveLength(1)
})
