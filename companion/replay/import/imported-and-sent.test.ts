import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IncomingMessage } from 'node:http'
import { ReplayLab, serve, type TestServer } from '../testing.ts'

interface Arrived {
  line: string
  headers: IncomingMessage['headers']
  body: string
}

let lab: ReplayLab
let server: TestServer
const arrived: Arrived[] = []

beforeAll(async () => {
  lab = await ReplayLab.start()
  server = await serve((request, response) => {
    void text(request).then((body) => {
      arrived.push({ line: `${request.method} ${request.url}`, headers: request.headers, body })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
    })
  })
})

afterAll(async () => {
  await server.close()
  await lab.lab.stop()
})

/** Imports a text whose requests went to api.example.com, and sends them to a server of this test. */
async function sendAll(source: string): Promise<Arrived[]> {
  arrived.length = 0
  const { requests } = await lab.client.importRequests({ body: { text: source } })
  for (const { request } of requests) {
    const url = request.url.replace('http://api.example.com', server.origin)
    const { answer } = await lab.client.sendReplay({ body: { request: { ...request, url } } })
    expect(answer?.status).toBe(200)
  }
  return [...arrived]
}

const readFixture = (name: string): Promise<string> =>
  readFile(join(import.meta.dirname, 'fixtures', name), 'utf8')

const ORDER = 'POST /v1/orders?limit=2&note=%20a'

test.each(['chromium-bash.txt', 'chromium-cmd.txt'])(
  '%s, as Chromium copies a request, arrives as it was sent',
  async (name) => {
    const [order] = await sendAll(await readFixture(name))
    expect(order?.line).toBe(ORDER)
    expect(order?.headers).toMatchObject({
      authorization: 'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIwb2EifQ.c2lnbmF0dXJl',
      'x-api-key': 'k-1234567890',
      cookie: 'session=abcdefgh-session',
      'content-type': 'application/json',
      'sec-ch-ua': '"Not:A-Brand";v="8", "Chromium";v="156"',
    })
    expect(JSON.parse(order?.body ?? '')).toMatchObject({ name: "O'Brien!", path: 'C:\\x' })
  },
)

test('a HAR of the network tab arrives request by request', async () => {
  const { log } = JSON.parse(await readFixture('chromium.har')) as {
    log: { entries: { request: { postData: { text: string } } }[] }
  }
  const [order, login] = await sendAll(await readFixture('chromium.har'))
  expect(order?.line).toBe(ORDER)
  expect(order?.body).toBe(log.entries[0]?.request.postData.text)
  expect(login?.line).toBe('POST /login')
  expect(new URLSearchParams(login?.body)).toEqual(
    new URLSearchParams(log.entries[1]?.request.postData.text),
  )
})

test('a Postman collection arrives with its variables and its inherited token', async () => {
  const collection = {
    info: {
      name: 'Orders',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: {
      type: 'bearer',
      bearer: [{ key: 'token', value: 'collection-token-1', type: 'string' }],
    },
    variable: [{ key: 'base', value: 'http://api.example.com' }],
    item: [
      {
        name: 'Orders',
        item: [
          {
            name: 'Create',
            event: [{ listen: 'prerequest', script: { exec: ['throw new Error("run")'] } }],
            request: {
              method: 'POST',
              header: [{ key: 'x-trace', value: 'abc' }],
              url: '{{base}}/v1/orders?dry=true',
              body: { mode: 'urlencoded', urlencoded: [{ key: 'item', value: 'a b' }] },
            },
          },
        ],
      },
    ],
  }
  const [created] = await sendAll(JSON.stringify(collection))
  expect(created).toMatchObject({
    line: 'POST /v1/orders?dry=true',
    headers: { authorization: 'Bearer collection-token-1', 'x-trace': 'abc' },
    body: 'item=a+b',
  })
})
