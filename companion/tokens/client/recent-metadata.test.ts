import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent } from 'undici'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Recorder } from '../../recorder/recorder.ts'
import type { CallContext } from '../../outgoing/http-client.ts'
import { createSecretRegistry } from '../../secrets/secret-registry.ts'
import { createHttpClient } from '../../outgoing/http-client.ts'
import { createRecentMetadata } from './recent-metadata.ts'

const PREFIX = '/.well-known/oauth-authorization-server'
const CONTEXT: CallContext = { from: 'app', to: 'idp', label: 'Test' }

let origin = ''
let asked: string[] = []
let isGone = false
let nowMs = 0

/** Serves the metadata of RFC 8414 for every issuer, and no OpenID Connect metadata. */
const server = createServer(({ url = '' }, response) => {
  asked.push(url)
  const isKnown = url.startsWith(PREFIX) && !isGone
  response.statusCode = isKnown ? 200 : 404
  const issuer = origin + url.slice(PREFIX.length)
  response.end(JSON.stringify({ issuer, device_authorization_endpoint: `${issuer}/device` }))
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => server.close())

beforeEach(() => {
  asked = []
  isGone = false
})

function start() {
  const recorder = { record: () => 'x1' } as unknown as Recorder
  return createRecentMetadata(
    createHttpClient({
      recorder,
      dispatcher: new Agent(),
      registry: createSecretRegistry(),
    }),
    () => nowMs,
  )
}

test('metadata of RFC 8414 alone is found, with all of its members', async () => {
  const { document, source } = await start().read(CONTEXT, `${origin}/as`)
  expect(source).toBe(`${origin}${PREFIX}/as`)
  expect(document).toMatchObject({ device_authorization_endpoint: `${origin}/as/device` })
  expect(asked).toEqual([`${PREFIX}/as`])
})

test('for a minute nothing is asked; after it one call to the place that was found', async () => {
  const metadata = start()
  await metadata.read(CONTEXT, origin)
  asked = []
  nowMs += 59_999
  await metadata.read(CONTEXT, origin)
  expect(asked).toEqual([])
  nowMs += 1
  await metadata.read(CONTEXT, origin)
  expect(asked).toEqual([PREFIX])
})

test('a document in doubt is read again, and those of other hosts are not', async () => {
  const metadata = start()
  const hosts = [`${origin}/a`, `${origin}/b`] as const
  for (const host of hosts) await metadata.read(CONTEXT, host)
  asked = []
  metadata.doubt(hosts[0])
  for (const host of hosts) await metadata.read(CONTEXT, host)
  expect(asked).toEqual([`${PREFIX}/a`])
  metadata.doubtAll()
  for (const host of hosts) await metadata.read(CONTEXT, host)
  expect(asked).toEqual([`${PREFIX}/a`, `${PREFIX}/a`, `${PREFIX}/b`])
})

test('a document that is gone is looked for in every place', async () => {
  const metadata = start()
  await metadata.read(CONTEXT, `${origin}/as`)
  metadata.doubtAll()
  asked = []
  isGone = true
  await expect(metadata.read(CONTEXT, `${origin}/as`)).rejects.toMatchObject({
    code: 'DISCOVERY_FAILED',
  })
  expect(asked).toEqual([
    `${PREFIX}/as`,
    '/.well-known/openid-configuration/as',
    '/as/.well-known/openid-configuration',
    '/as/.well-known/oauth-authorization-server',
  ])
})

test('the host that was read longest ago goes when there are more than a hundred', async () => {
  const metadata = start()
  for (let count = 0; count <= 100; count += 1) await metadata.read(CONTEXT, `${origin}/${count}`)
  asked = []
  await metadata.read(CONTEXT, `${origin}/1`)
  expect(asked).toEqual([])
  await metadata.read(CONTEXT, `${origin}/0`)
  expect(asked).toContain(`${PREFIX}/0`)
})
