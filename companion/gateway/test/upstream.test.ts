import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { generate } from 'selfsigned'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EN } from '#shared/messages/en/en.ts'
import { type Lab, answerBytes, openTestGateway, sendRaw } from './test-gateway.ts'

let lab: Lab
let upstream: (request: IncomingMessage, response: ServerResponse) => void

beforeEach(async () => {
  upstream = (_request, response) => response.end('hello')
  lab = await openTestGateway([], {
    upstream: (request, response) => upstream(request, response),
    upstreamTimeoutMs: 500,
  })
  await lab.putApi({ use_keyless: true })
})
afterEach(() => lab.close())

const useTarget = (target_url: string) => lab.putApi({ use_keyless: true, proxy: { target_url } })

const json = (error: string) => `{\n    "error": ${JSON.stringify(error)}\n}`

/** Makes the target one that answers with these bytes. */
async function useBytes(bytes: string): Promise<() => void> {
  const { url, stop } = await answerBytes(bytes)
  await lab.putApi({ use_keyless: true, proxy: { target_url: url } })
  return stop
}

test.each([
  ['refuses', 'http://127.0.0.1:1', 500, 'There was a problem proxying the request'],
  ['has no address', 'http://nowhere.invalid', 500, 'Upstream host lookup failed'],
  [
    'is a metadata address',
    'http://169.254.169.254',
    500,
    'There was a problem proxying the request',
  ],
  [
    'is a metadata address in disguise',
    'http://[::ffff:a9fe:a9fe]',
    500,
    'There was a problem proxying the request',
  ],
  [
    'is a metadata address as a number',
    'http://2852039166',
    500,
    'There was a problem proxying the request',
  ],
])('an upstream that %s', async (_case, ...[target, status, error]) => {
  await useTarget(target)
  const answer = await lab.call('/api/x')
  expect([answer.status, answer.text]).toEqual([status, json(error)])
  expect(answer.text).not.toContain('169')
})

test.each(['127.0.0.1', 'localhost', '0x7f.1'])(
  'the gateway does not call itself as %s',
  async (host) => {
    await useTarget(`http://${host}:${lab.port}/api`)
    expect((await lab.call('/api/x')).status).toBe(500)
  },
)

test('an upstream that is too slow', async () => {
  upstream = () => undefined
  const answer = await lab.call('/api/x')
  expect([answer.status, answer.text]).toEqual([
    504,
    json('Upstream service reached hard timeout.'),
  ])
})

test.each([
  ['closes at once', ''],
  ['speaks no HTTP', 'hello\r\n\r\n'],
  ['sends two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  [
    'sends length and chunks',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['sends NUL in a value', 'HTTP/1.1 200 OK\r\nX-A: a\0b\r\n\r\n'],
  [
    'switches protocols unasked',
    'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
  ],
  ['sends status 099', 'HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n'],
  ['sends status 1000', 'HTTP/1.1 1000 X\r\nContent-Length: 0\r\n\r\n'],
  ['sends 20 KB of headers', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`],
])('an upstream that %s', async (_case, bytes) => {
  const stop = await useBytes(bytes)
  const answer = await lab.call('/api/x')
  stop()
  expect([answer.status, answer.text]).toEqual([
    500,
    json('There was a problem proxying the request'),
  ])
})

test('status 999 passes', async () => {
  const stop = await useBytes('HTTP/1.1 999 X\r\nContent-Length: 2\r\n\r\nok')
  const answer = await sendRaw(
    lab.port,
    `GET /api/x HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\nConnection: close\r\n\r\n`,
  )
  stop()
  expect(answer).toContain('HTTP/1.1 999 ')
})

test('half a body never ends cleanly', async () => {
  const stop = await useBytes('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort')
  await expect(lab.call('/api/x')).rejects.toThrow('terminated')
  stop()
  const [verdict] = lab.verdicts.list(1)
  expect(verdict?.checks.at(-1)?.state).toBe('failed')
})

test.each([
  [
    '304 with the length of the 200',
    'GET',
    304,
    'HTTP/1.1 304 Not Modified\r\nContent-Length: 1234\r\nETag: "x"\r\n\r\n',
  ],
  ['204', 'GET', 204, 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['HEAD', 'HEAD', 200, 'HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n'],
])('%s has no body', async (_case, ...[method, status, bytes]) => {
  const stop = await useBytes(bytes)
  const answer = await sendRaw(
    lab.port,
    `${method} /api/x HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\nConnection: close\r\n\r\n`,
  )
  stop()
  expect(answer).toContain(`HTTP/1.1 ${status} `)
  expect(answer.endsWith('\r\n\r\n')).toBe(true)
  expect(answer.includes('Content-Length: 1234')).toBe(bytes.includes('1234'))
})

test('a body that stalls never ends cleanly', async () => {
  const stop = await useBytes('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n')
  await expect(lab.call('/api/x')).rejects.toThrow('terminated')
  stop()
})

test('headers that come a byte at a time are not waited for', async () => {
  const slow = createSocketServer((socket) => {
    socket.on('error', () => socket.destroy())
    const timer = setInterval(() => socket.write('H'), 100)
    socket.on('close', () => clearInterval(timer))
  })
  slow.listen(0, '127.0.0.1')
  await once(slow, 'listening')
  await useTarget(`http://127.0.0.1:${(slow.address() as AddressInfo).port}`)
  const answer = await lab.call('/api/x')
  slow.close()
  expect(answer.status).toBeGreaterThanOrEqual(500)
})

test('an upstream with a certificate that no authority signed is refused', async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }])
  let asked = 0
  const server = createSecureServer({ cert, key }, (_request, response) => {
    asked += 1
    response.end('hello')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await useTarget(`https://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const answer = await lab.call('/api/x')
  server.close()
  expect([answer.status, asked]).toEqual([500, 0])
  const [verdict] = lab.verdicts.list(1)
  expect(verdict?.checks.at(-1)?.reason).toContain(EN.words.UPSTREAM_INVALID)
})
