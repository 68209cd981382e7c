import {
  createServer,
  request as send,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion
let server: Server
let real: string
let asked: IncomingMessage[]
/** What the server does with a request, by its path. */
let answers: Record<string, (...given: Parameters<typeof answerNothing>) => void>

const answerNothing = (_request: IncomingMessage, response: ServerResponse, _body: string): void =>
  void response.writeHead(404).end()

beforeEach(async () => {
  lab = await startTestCompanion()
  asked = []
  answers = {}
  server = createServer((request, response) => {
    asked.push(request)
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    const [path = ''] = (request.url ?? '').split('?')
    const answer = answers[path] ?? answerNothing
    if (path === '/stream') answer(request, response, '')
    else request.on('end', () => answer(request, response, body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  real = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.close()
  server.closeAllConnections()
  await lab.stop()
})

const watchIssuer = async (path = ''): Promise<string> =>
  (await lab.client.createWatch({ body: { issuer: real + path } })).issuer?.address ?? ''

/** A request with a target and a Host that `fetch` would not send. */
async function sendRaw(address: string, path: string, host: string): Promise<number> {
  const { hostname, port } = new URL(address)
  const sent = send({ hostname, port, path, headers: { host } })
  sent.end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  answer.resume()
  return answer.statusCode ?? 0
}

test('a watch is no open proxy: other hosts, in whichever way they are named, are not called', async () => {
  const address = await watchIssuer()
  const own = new URL(address).host
  answers['/x'] = (_request, response) => response.end('here')
  expect(await sendRaw(address, '/x', own)).toBe(200)
  expect(await sendRaw(address, '/x', 'evil.example')).toBe(421)
  expect(await sendRaw(address, 'http://evil.example/x', own)).toBe(421)
  expect(await sendRaw(address, '//evil.example/x', own)).toBe(404)
  expect(asked.map(({ url, headers }) => [url, headers.host])).toEqual([
    ['/x', new URL(real).host],
    ['//evil.example/x', new URL(real).host],
  ])
})

test.each([
  ['http://169.254.169.254/', 'ADDRESS_REFUSED'],
  ['https://user:secret@idp.example/', 'INPUT_INVALID'],
  ['ftp://idp.example/', 'INPUT_INVALID'],
  ['https://idp.example/?x=1', 'INPUT_INVALID'],
])('%s is not watched', async (issuer, code) => {
  await expect(lab.client.createWatch({ body: { issuer } })).rejects.toMatchObject({
    code: expect.stringMatching(`${code}|REQUEST_INVALID`) as string,
  })
})

test('the control API of the companion is never called through a watch', async () => {
  const watch = await lab.client.createWatch({
    body: { issuer: lab.companion.addresses.control },
  })
  const answer = await fetch(`${watch.issuer?.address}/api/status`)
  expect(answer.status).toBe(502)
  expect(await answer.text()).toContain('that is the companion itself')
})

test('eight watches are open at most, and one that is stopped answers no more', async () => {
  const opened = await Promise.allSettled(
    Array.from({ length: 12 }, () => lab.client.createWatch({ body: { issuer: real } })),
  )
  const refused = opened.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  )
  expect(refused).toHaveLength(4)
  expect(refused[0]).toMatchObject({ code: 'INPUT_INVALID' })
  const [first] = await lab.client.listWatches()
  await lab.client.deleteWatch({ params: { watch: first?.id ?? '' } })
  expect(await lab.client.listWatches()).toHaveLength(7)
  await expect(fetch(first?.issuer?.address ?? '')).rejects.toThrow('fetch failed')
})

test('fields of one connection end at the watch, and a page’s own address is the server’s', async () => {
  const address = await watchIssuer()
  answers['/x'] = (_request, response) =>
    response
      .writeHead(200, {
        connection: 'x-hop',
        'x-hop': '1',
        'x-kept': 'yes',
        'set-cookie': 'a=1; Domain=idp.example; Path=/',
        'alt-svc': 'h3=":443"',
      })
      .end('as it is')
  const answer = await fetch(`${address}/x?a=%2f&a=b+c`, {
    headers: { origin: address, referer: `${address}/page`, 'x-own': 'é' },
  })
  expect(await answer.text()).toBe('as it is')
  expect(answer.headers.get('x-kept')).toBe('yes')
  expect(answer.headers.get('x-hop')).toBeNull()
  expect(answer.headers.get('alt-svc')).toBeNull()
  expect(answer.headers.get('set-cookie')).toBe('a=1; Path=/')
  const [seen] = asked
  expect(seen?.url).toBe('/x?a=%2f&a=b+c')
  expect(seen?.headers).toMatchObject({ origin: real, referer: `${real}/page` })
})

test('metadata is rewritten also when it is compressed; signed copies and mutual TLS are not passed off', async () => {
  answers['/.well-known/oauth-authorization-server/r'] = (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(
      gzipSync(
        JSON.stringify({
          issuer: `${real}/r`,
          token_endpoint: `${real}/r/odd-name`,
          jwks_uri: 'https://keys.example/jwks',
          signed_metadata: 'a.b.c',
          mtls_endpoint_aliases: { token_endpoint: `${real}/mtls` },
        }),
      ),
    )
  answers['/r/odd-name'] = (_request, response, body) => response.end(body)
  const address = await watchIssuer('/r')
  const { origin } = new URL(address)
  const answer = await fetch(`${origin}/.well-known/oauth-authorization-server/r`)
  expect(await answer.json()).toEqual({
    issuer: address,
    token_endpoint: `${address}/odd-name`,
    jwks_uri: 'https://keys.example/jwks',
    mtls_endpoint_aliases: { token_endpoint: `${real}/mtls` },
  })
  const body = 'resource=https%3A%2F%2Fapi.example%2F&x=a%20b'
  const echoed = await fetch(`${address}/odd-name`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  })
  expect(await echoed.text()).toBe(body)
  const { items } = await lab.client.page('listExchanges', { query: { limit: 10 } })
  expect(items.map(({ oauth }) => oauth?.meaning)).toEqual(['token', 'server_metadata'])
})

test('of a redirect to the client only iss changes, and pages lead through the watch', async () => {
  answers['/auth'] = (_request, response) =>
    response
      .writeHead(302, {
        location: `https://client.example/cb?code=a%2Fb&iss=${encodeURIComponent(real)}&state=s+t`,
      })
      .end()
  answers['/login'] = (_request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<form action="${real}/do"></form><a href="${real}9/x">${real}.example</a>`)
  const address = await watchIssuer()
  const redirect = await fetch(`${address}/auth`, { redirect: 'manual' })
  expect(redirect.headers.get('location')).toBe(
    `https://client.example/cb?code=a%2Fb&iss=${encodeURIComponent(address)}&state=s+t`,
  )
  expect(await (await fetch(`${address}/login`)).text()).toBe(
    `<form action="${address}/do"></form><a href="${real}9/x">${real}.example</a>`,
  )
})

test('an answer is streamed while the server still writes it', async () => {
  let more: () => void = () => undefined
  answers['/stream'] = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
    more = () => response.end('data: 2\n\n')
  }
  const address = await watchIssuer()
  const answer = await fetch(`${address}/stream`)
  const reader = answer.body?.getReader()
  const first = await reader?.read()
  expect(Buffer.from(first?.value ?? []).toString()).toBe('data: 1\n\n')
  more()
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: 2\n\n')
})

test('a form or body that is too long is refused, and a server that is away is named', async () => {
  answers['/.well-known/openid-configuration'] = answerNothing
  const address = await watchIssuer()
  const long = await fetch(`${address}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `x=${'a'.repeat(300 * 1024)}`,
  })
  expect(long.status).toBe(413)
  expect(asked).toHaveLength(0)
  server.close()
  server.closeAllConnections()
  const away = await fetch(`${address}/token`)
  expect(away.status).toBe(502)
  expect(await away.json()).toMatchObject({
    code: 'PROVIDER_UNREACHABLE',
    detail: expect.stringContaining('no program listens there') as string,
  })
})

test.each(['/login-actions/authenticate', '/login', '/authorize'])(
  'what a person types to sign in at %s is not kept, whatever the form calls it',
  async (path) => {
    answers[path] = (_request, response) => response.end('ok')
    const address = await watchIssuer()
    await fetch(address + path, {
      method: 'POST',
      body: new URLSearchParams({ f1: 'ann', f2: 'correct-horse' }),
    })
    const { items } = await lab.client.page('listExchanges', { query: { limit: 10 } })
    expect(items.map(({ request }) => request.url)).toEqual([address + path])
    expect(JSON.stringify(items)).not.toContain('horse')
  },
)
