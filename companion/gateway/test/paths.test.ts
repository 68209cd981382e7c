import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Lab, openTestGateway, sendRaw, sendTarget } from './test-gateway.ts'

let lab: Lab

beforeAll(async () => {
  lab = await openTestGateway([])
  await lab.putApi({ use_keyless: true, proxy: { listen_path: '/api' } })
  await lab.putApi({ use_keyless: true, api_id: 'admin-id', proxy: { listen_path: '/admin' } })
  await lab.putApi({ use_keyless: true, api_id: 'deep', proxy: { listen_path: '/api/deep/' } })
  await lab.putApi({ use_keyless: true, api_id: 'edge', proxy: { listen_path: '/api/edge' } })
})
afterAll(() => lab.close())
beforeEach(() => {
  lab.hits.length = 0
})

test.each([
  ['/api/x', '/x'],
  ['/api', '/'],
  ['/api/', '/'],
  ['/api/x/', '/x/'],
  ['/api/deep/y', '/y'],
  ['/api/deeper', '/deeper'],
  ['/api/deep', '/deep'],
  ['/api/edge', '/'],
  ['/api?/../admin', '/?/../admin'],
  ['/api/a%20b', '/a%20b'],
  ['/api/50%25', '/50%25'],
  ["/api/it's", '/it%27s'],
  ['/api/(x)', '/%28x%29'],
  ['/api/x?a=1&a=2&__proto__[x]=1', '/x?a=1&a=2&__proto__[x]=1'],
  ['/api/x?q=%2f..%2f', '/x?q=%2f..%2f'],
  ['/api/.well-known/a..b', '/.well-known/a..b'],
])('%s goes to %s', async (target, upstream) => {
  expect(await sendTarget(lab.port, target)).toBe(200)
  expect(lab.hits.map((hit) => hit.url)).toEqual([upstream])
})

test.each([
  ['/apix', 404],
  ['/api/edges', 404],
  ['/admin-id', 404],
  ['/API/x', 404],
  ['/api./x', 404],
  ['/%61pi/x', 404],
  ['/api;x=1/y', 404],
  ['/', 404],
  ['/api/../admin', 301],
  ['/api/..', 301],
  ['/api/%2e%2e/admin', 301],
  ['/api/.%2E/admin', 301],
  ['/api/..\\admin', 400],
  ['/api\\..\\admin', 400],
  ['/api/%2e%2e%2fadmin', 400],
  ['/api/..%2fadmin', 400],
  ['/api/..%5cadmin', 400],
  ['/api%2f..%2fadmin', 400],
  ['/api/%252e%252e/admin', 400],
  ['/api/..;/admin', 400],
  ['/api//x', 301],
  ['//api/x', 301],
  ['//evil.test/api/x', 301],
  ['http://evil.test/api/x', 400],
  ['/api/.', 301],
  ['/api/./x', 301],
  ['/api/%00', 400],
  ['/api/%0d%0aX-A:b', 400],
  ['/api/%ff', 400],
  ['/api/%', 400],
  ['/api/%zz', 400],
  ['/api/%c0%ae%c0%ae/admin', 400],
  ['/api#/../admin', 400],
  [`/api/${'a/'.repeat(50)}${'../'.repeat(51)}admin`, 301],
  [`/api/${'a'.repeat(9000)}`, 414],
  ['*', 400],
])('%s is refused with %i', async (target, status) => {
  expect(await sendTarget(lab.port, target)).toBe(status)
  expect(lab.hits).toEqual([])
})

const own = () => `Host: 127.0.0.1:${lab.port}\r\nConnection: close\r\n`

test.each([
  ['no Host', () => 'GET /api/x HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['two Hosts', () => `GET /api/x HTTP/1.1\r\n${own()}Host: 127.0.0.1:${lab.port}\r\n\r\n`, 400],
  [
    'a foreign Host',
    () => 'GET /api/x HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n',
    421,
  ],
  [
    'a Host with a user',
    () => 'GET /api/x HTTP/1.1\r\nHost: a@127.0.0.1\r\nConnection: close\r\n\r\n',
    421,
  ],
  ['TRACE', () => `TRACE /api/x HTTP/1.1\r\n${own()}\r\n`, 405],
  ['CONNECT', () => `CONNECT 127.0.0.1:1 HTTP/1.1\r\n${own()}\r\n`, 405],
  ['another Expect', () => `GET /api/x HTTP/1.1\r\n${own()}Expect: tea\r\n\r\n`, 417],
  [
    'a length with a leading zero',
    () => `POST /api/x HTTP/1.1\r\n${own()}Content-Length: 02\r\n\r\nab`,
    400,
  ],
  [
    'a second transfer coding',
    () => `POST /api/x HTTP/1.1\r\n${own()}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    501,
  ],
  [
    'an empty transfer coding',
    () => `POST /api/x HTTP/1.1\r\n${own()}Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  [
    'a chunked body in HTTP/1.0',
    () => `POST /api/x HTTP/1.0\r\n${own()}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  [
    'length and chunks together',
    () =>
      `POST /api/x HTTP/1.1\r\n${own()}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  [
    'a hundred headers',
    () => `GET /api/x HTTP/1.1\r\n${own()}${'X-A: b\r\n'.repeat(150)}\r\n`,
    431,
  ],
  [
    '17 KB of headers',
    () => `GET /api/x HTTP/1.1\r\n${own()}X: ${'a'.repeat(17_000)}\r\n\r\n`,
    431,
  ],
  ['no HTTP', () => 'hello\r\n\r\n', 400],
])('%s is refused', async (_case, bytes, status) => {
  const answer = await sendRaw(lab.port, bytes())
  expect(Number(answer.split(' ')[1])).toBe(status)
  expect(lab.hits).toEqual([])
})

test('an offer to upgrade is ignored, as clients with h2c need it', async () => {
  const head = `GET /api/x HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n\r\n`
  expect(await sendRaw(lab.port, head)).toContain(' 200 ')
  expect(lab.hits[0]?.headers['upgrade']).toBeUndefined()
  expect(lab.hits[0]?.headers['http2-settings']).toBeUndefined()
})
