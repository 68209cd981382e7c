import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSampleApi } from './sample-api.ts'

let server: Server
let url: string

beforeAll(async () => {
  const port = () => (server.address() as AddressInfo).port
  server = createServer(createSampleApi({ ports: [port] }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const get = (path: string, init?: RequestInit) => fetch(url + path, { redirect: 'manual', ...init })

test('/headers shows what arrived, two spaces deep', async () => {
  const text = await (await get('/headers', { headers: { 'X-A': 'b' } })).text()
  expect(text).toMatch(/^\{\n {2}"headers": \{\n {4}"/)
  expect(JSON.parse(text)).toMatchObject({ headers: { 'X-A': 'b' } })
})

test('/get shows query and address', async () => {
  expect(await (await get('/get?a=1&a=2&b=3')).json()).toMatchObject({
    args: { a: ['1', '2'], b: '3' },
    url: `${url}/get?a=1&a=2&b=3`,
  })
})

test('/anything takes any method and body', async () => {
  const headers = { 'content-type': 'application/json' }
  const answer = await get('/anything/x/y', { method: 'PATCH', headers, body: '{"a":1}' })
  expect(await answer.json()).toMatchObject({ method: 'PATCH', data: '{"a":1}', json: { a: 1 } })
  const broken = await get('/anything', { method: 'POST', headers, body: '{' })
  expect(await broken.json()).toMatchObject({ data: '{', json: null })
})

test.each([
  ['/status/204', 204],
  ['/status/418', 418],
  ['/status/99', 400],
  ['/status/x', 400],
  ['/delay/0.01', 200],
  ['/delay/x', 400],
  ['/bytes/2000000000', 400],
  ['/redirect-to?url=/get', 302],
  ['/redirect-to?url=//evil.test', 400],
  ['/redirect-to?url=/\\evil.test', 400],
  ['/redirect-to?url=http://evil.test', 400],
  ['/redirect-to', 400],
  ['/nothing', 404],
  ['/GET', 404],
  ['/anything/%zz', 400],
])('%s answers %i', async (path, status) => {
  expect((await get(path)).status).toBe(status)
})

test('/bytes sends as many as asked', async () => {
  expect((await (await get('/bytes/200000')).arrayBuffer()).byteLength).toBe(200_000)
  expect((await (await get('/bytes/0')).arrayBuffer()).byteLength).toBe(0)
})

test('/stream sends lines', async () => {
  const lines = (await (await get('/stream/3')).text()).trim().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual([0, 1, 2])
})

test('/break breaks', async () => {
  await expect(get('/break')).rejects.toThrow('fetch failed')
})

test('/ lists the rest', async () => {
  const answer = await get('/')
  expect(answer.headers.get('content-type')).toContain('text/html')
  expect(answer.headers.get('x-powered-by')).toBeNull()
  expect(await answer.text()).toContain('/redirect-to')
})
