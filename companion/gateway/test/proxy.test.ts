import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
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

/** Makes the target one that answers with these bytes. */
async function useBytes(bytes: string): Promise<() => void> {
  const { url, stop } = await answerBytes(bytes)
  await lab.putApi({ use_keyless: true, proxy: { target_url: url } })
  return stop
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
    expect([name, headers[name]]).toEqual([name, undefined])
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
  const stop = await useBytes(
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
  const verdict = lab.verdicts.get(down?.verdict ?? '')
  expect(verdict?.exchange).toBe('exchange-2')
  expect(up?.verdict).toBe(down?.verdict)
})
