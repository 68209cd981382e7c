import { type IncomingMessage, type ServerResponse, request as httpRequest } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Lab, openLab, sendRaw } from './testing.ts'

let lab: Lab
let upstream: (request: IncomingMessage, response: ServerResponse) => void

beforeEach(async () => {
  upstream = (_request, response) => response.end('hello')
  lab = await openLab([], {
    upstream: (request, response) => upstream(request, response),
    upstreamTimeoutMs: 500,
  })
  await lab.putApi({ use_keyless: true })
})
afterEach(() => lab.close())

const json = (error: string) => `{\n    "error": ${JSON.stringify(error)}\n}`
const useTarget = (target_url: string) => lab.putApi({ use_keyless: true, proxy: { target_url } })

/** An upstream that answers with these bytes, whatever is asked. */
async function answerBytes(bytes: string): Promise<() => void> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => socket.end(Buffer.from(bytes, 'latin1')))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await useTarget(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return () => server.close()
}

test('what belongs to one connection does not travel up', async () => {
  const answer = await sendRaw(
    lab.port,
    [
      'POST /api/x HTTP/1.1',
      `Host: 127.0.0.1:${lab.port}`,
      'Connection: close, X-Secret',
      'X-Secret: 1',
      'Keep-Alive: timeout=5',
      'Proxy-Connection: keep-alive',
      'Proxy-Authorization: Basic x',
      'TE: gzip',
      'Trailer: X-T',
      'Expect: 100-continue',
      'X-Forwarded-For: 6.6.6.6',
      'X-Forwarded-Host: evil',
      'Forwarded: for=6.6.6.6',
      'X-Real-IP: 6.6.6.6',
      'X-Keep: a',
      'x-keep: b',
      'Content-Length: 2',
      '',
      'ab',
    ].join('\r\n'),
  )
  expect(answer).toContain('200 OK')
  const { headers, rawHeaders } = lab.hits[0] as IncomingMessage
  for (const name of [
    'x-secret',
    'keep-alive',
    'proxy-connection',
    'proxy-authorization',
    'te',
    'trailer',
    'expect',
    'x-forwarded-host',
    'forwarded',
    'x-real-ip',
  ])
    expect(headers[name], name).toBeUndefined()
  expect(headers['x-forwarded-for']).toBe('127.0.0.1')
  expect(headers.host).toBe(new URL(lab.upstreamUrl).host)
  expect(headers['content-length']).toBe('2')
  expect(headers['user-agent']).toMatch(/^Tyk\//)
  expect(rawHeaders.filter((item) => /^x-keep$/i.test(item))).toEqual(['X-Keep', 'x-keep'])
})

test('TE: trailers and the caller’s own User-Agent and Host travel where they may', async () => {
  await lab.putApi({ use_keyless: true, proxy: { preserve_host_header: true } })
  const line = 'TE: trailers\r\nUser-Agent: mine\r\nConnection: close\r\n'
  await sendRaw(lab.port, `GET /api/x HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\n${line}\r\n`)
  expect(lab.hits[0]?.headers).toMatchObject({
    te: 'trailers',
    'user-agent': 'mine',
    host: `127.0.0.1:${lab.port}`,
  })
})

test('what belongs to one connection does not travel down', async () => {
  const stop = await answerBytes(
    'HTTP/1.1 200 Strange\x1b\r\nConnection: close, X-Secret\r\nX-Secret: 1\r\nKeep-Alive: timeout=5\r\nProxy-Authenticate: Basic\r\nTrailer: X-T\r\nUpgrade: h2c\r\nX-RateLimit-Limit: 7\r\nX-DCR-Verdict: forged\r\nX-Name: caf\xe9\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-T: 1\r\n\r\n',
  )
  const answer = await sendRaw(
    lab.port,
    `GET /api/x HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\nConnection: close\r\n\r\n`,
  )
  stop()
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  for (const name of [
    'X-Secret',
    'Proxy-Authenticate',
    'Trailer',
    'Upgrade',
    'X-T',
    'forged',
    'Limit: 7',
  ])
    expect(answer).not.toContain(name)
  expect(answer).toContain('X-Name: caf\xe9\r\n')
  expect(answer).toContain('Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n')
})

test('the credential stays behind when the API strips it', async () => {
  await lab.putApi({
    use_keyless: true,
    strip_auth_data: true,
    auth_configs: {
      jwt: {
        auth_header_name: 'Authorization',
        use_param: true,
        param_name: 'jwt',
        use_cookie: true,
        cookie_name: 'jwt',
      },
    },
  })
  await lab.call('/api/x?a=1&jwt=s&b=2', {
    headers: { authorization: 'Bearer s', cookie: 'a=b; jwt=s; c=d' },
  })
  expect(lab.hits[0]?.headers.authorization).toBeUndefined()
  expect(lab.hits[0]?.headers.cookie).toBe('a=b; c=d')
  expect(lab.hits[0]?.url).toBe('/x?a=1&b=2')
})

test('target path and query are joined', async () => {
  await useTarget(`${lab.upstreamUrl}/base/?k=1`)
  await lab.call('/api/x/y?a=2')
  await lab.putApi({
    use_keyless: true,
    proxy: {
      target_url: `${lab.upstreamUrl}/base`,
      strip_listen_path: false,
      disable_strip_slash: true,
    },
  })
  await lab.call('/api/x/')
  expect(lab.hits.map((hit) => hit.url)).toEqual(['/base/x/y?k=1&a=2', '/base/api/x/'])
})

test('a redirect is handed on, not followed', async () => {
  upstream = (_request, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
  const answer = await lab.call('/api/x')
  expect([answer.status, answer.headers.get('location')]).toEqual([302, 'http://169.254.169.254/'])
})

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
])('an upstream that %s', async (_case, target, status, error) => {
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
  const stop = await answerBytes(bytes)
  const answer = await lab.call('/api/x')
  stop()
  expect([answer.status, answer.text]).toEqual([
    500,
    json('There was a problem proxying the request'),
  ])
})

test('status 999 passes', async () => {
  const stop = await answerBytes('HTTP/1.1 999 X\r\nContent-Length: 2\r\n\r\nok')
  const answer = await sendRaw(
    lab.port,
    `GET /api/x HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\nConnection: close\r\n\r\n`,
  )
  stop()
  expect(answer).toContain('HTTP/1.1 999 ')
})

test('half a body never ends cleanly', async () => {
  const stop = await answerBytes('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort')
  await expect(lab.call('/api/x')).rejects.toThrow()
  stop()
  const [verdict] = lab.gateway.verdicts.list(1)
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
])('%s has no body', async (_case, method, status, bytes) => {
  const stop = await answerBytes(bytes)
  const answer = await sendRaw(
    lab.port,
    `${method} /api/x HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\nConnection: close\r\n\r\n`,
  )
  stop()
  expect(answer).toContain(`HTTP/1.1 ${status} `)
  expect(answer.endsWith('\r\n\r\n')).toBe(true)
  if (bytes.includes('1234')) expect(answer).toContain('Content-Length: 1234')
})

test('a broken upload still gets its answer', async () => {
  upstream = (request) => request.socket.destroy()
  const answer = await lab.call('/api/x', { method: 'POST', body: 'x'.repeat(100_000) })
  expect(answer.status).toBe(500)
})

test('an early answer to an upload gets through', async () => {
  upstream = (_request, response) =>
    response.writeHead(413, { connection: 'close' }).end('too large')
  const answer = await lab.call('/api/x', { method: 'POST', body: 'x'.repeat(50_000) })
  expect(answer.status).toBe(413)
})

test('a caller who leaves takes the upstream call along', async () => {
  let isClosed = false
  upstream = (_request, response) => {
    response.write('first')
    response.on('close', () => {
      isClosed = true
    })
  }
  await new Promise<void>((resolve) => {
    const call = httpRequest(`${lab.url}/api/x`, (response) => {
      response.once('data', () => {
        call.destroy()
        resolve()
      })
    })
    call.on('error', () => undefined)
    call.end()
  })
  await expect.poll(() => isClosed, { timeout: 1000 }).toBe(true)
  const [verdict] = lab.gateway.verdicts.list(1)
  expect(verdict).toMatchObject({ status: 499, error: 'Client closed request' })
})

const SIZE = 100 * 1024 * 1024

test('100 MB stream both ways in little memory, at the reader’s pace', async () => {
  const chunk = Buffer.alloc(64 * 1024, 'x')
  let received = 0
  upstream = (request, response) => {
    request.on('data', (part: Buffer) => (received += part.length))
    request.on('end', () => {
      response.setHeader('content-length', SIZE)
      Readable.from(repeat(chunk, SIZE)).pipe(response)
    })
  }
  const before = process.memoryUsage().rss
  let peak = 0
  const size = await new Promise<number>((resolve, reject) => {
    const call = httpRequest(`${lab.url}/api/x`, { method: 'POST' }, (response) => {
      let sum = 0
      response.on('data', (part: Buffer) => {
        sum += part.length
        peak = Math.max(peak, process.memoryUsage.rss() - before)
      })
      response.on('end', () => resolve(sum))
    })
    call.on('error', reject)
    Readable.from(repeat(chunk, SIZE)).pipe(call)
  })
  expect([received, size]).toEqual([SIZE, SIZE])
  // The whole test, both ends included, runs in this process.
  expect(peak / 1024 / 1024).toBeLessThan(100)
  const recorded = lab.recorder.raw.find((exchange) => exchange.to === 'gateway')
  expect(recorded?.request.body?.length).toBe(64 * 1024)
  expect(recorded?.response?.sizeBytes).toBe(SIZE)
})

function* repeat(chunk: Buffer, size: number): Generator<Buffer> {
  for (let sent = 0; sent < size; sent += chunk.length) yield chunk
}

test('a reader who stops stops the upstream', async () => {
  let sent = 0
  const count = function* () {
    for (const chunk of repeat(Buffer.alloc(64 * 1024), SIZE)) {
      sent += chunk.length
      yield chunk
    }
  }
  upstream = (_request, response) => void Readable.from(count()).pipe(response)
  const call = httpRequest(`${lab.url}/api/x`, (response) => void response.pause())
  call.on('error', () => undefined)
  call.end()
  await sleep(500)
  call.destroy()
  expect(sent).toBeLessThan(SIZE / 4)
})

test('both sides are recorded with the verdict', async () => {
  await lab.call('/api/x?a=1', { method: 'POST', body: 'in' })
  const [up, down] = lab.recorder.raw
  expect(up).toMatchObject({
    from: 'gateway',
    to: 'upstream',
    label: 'Proxy to upstream',
    request: { method: 'POST', url: `${lab.upstreamUrl}/x?a=1`, sizeBytes: 2 },
    response: { status: 200, sizeBytes: 5 },
  })
  expect(down).toMatchObject({
    from: 'app',
    to: 'gateway',
    label: 'Call API',
    request: { url: `${lab.url}/api/x?a=1` },
    response: { status: 200 },
  })
  expect(Buffer.from(down?.response?.body ?? []).toString()).toBe('hello')
  const verdict = lab.gateway.verdicts.get(down?.verdict ?? '')
  expect(verdict?.exchange).toBe('exchange-2')
  expect(up?.verdict).toBe(down?.verdict)
})
