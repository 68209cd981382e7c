import { randomBytes, createHash } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import type { Upload } from '#shared/contract/replay/attempt.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ReplayLab, serve, type TestServer } from './testing.ts'

const MIB = 1024 * 1024
const SIZE = 100 * MIB
/** Far below the body: a program that collected it would hold 100 MiB, and 200 with the answer. */
const MOST_GROWTH = 90 * MIB

let replay: ReplayLab
let folder: string
let server: TestServer
let received = 0
let arrived = (): void => undefined
const piece = randomBytes(MIB)

function* pieces(): Generator<Buffer> {
  for (let sent = 0; sent < SIZE; sent += MIB) yield piece
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dcr-replay-'))
  replay = await ReplayLab.start()
  server = await serve((request, response) => {
    if (request.url === '/packed') {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' })
      response.end(gzipSync('hello '.repeat(100_000)))
      return
    }
    if (request.url === '/hang') {
      arrived()
      return
    }
    if (request.url === '/broken') {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '100' })
      response.write('only this')
      setImmediate(() => response.destroy())
      return
    }
    received = 0
    request.on('data', (chunk: Buffer) => (received += chunk.length))
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' })
      void pipeline(Readable.from(pieces()), response)
    })
  })
})

afterAll(async () => {
  await server.close()
  await replay.lab.stop()
  await rm(folder, { recursive: true, force: true })
})

test.each(['direct', 'gateway'] as const)(
  '100 MiB go out and come back in constant memory, %s',
  async (route) => {
    const path = join(folder, 'body')
    const file = await open(path, 'w')
    await file.truncate(SIZE)
    await file.close()
    if (route === 'gateway') {
      await replay.client.putApi({
        params: { api: 'big' },
        body: {
          name: 'Big',
          api_id: 'big',
          use_keyless: true,
          proxy: { listen_path: '/big/', target_url: server.origin },
        },
      })
    }
    const before = process.memoryUsage().rss
    let most = before
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 10)
    const attempt = await replay.send({
      method: 'POST',
      route,
      url: route === 'direct' ? `${server.origin}/` : '/big/',
      body: { kind: 'file', path },
    })
    clearInterval(watch)
    expect(received).toBe(SIZE)
    const hash = createHash('sha256')
    for (const chunk of pieces()) hash.update(chunk)
    expect(attempt.answer).toMatchObject({
      status: 200,
      body: { size_bytes: SIZE, is_truncated: true, sha256: hash.digest('hex') },
    })
    expect(JSON.stringify(attempt).length).toBeLessThan(100_000)
    expect((most - before) / MIB).toBeLessThan(MOST_GROWTH / MIB)
  },
  120_000,
)

test('a file is uploaded, and sent as a body and as a part of a form', async () => {
  const { addresses, token } = replay.lab.companion
  const upload = (type: string) =>
    fetch(`${addresses.control}/api/replay/uploads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body: '{"from": "a file"}',
    })
  const { id, size_bytes } = (await (await upload('application/octet-stream')).json()) as Upload
  expect(size_bytes).toBe(18)
  const url = '/okta-api/anything'
  const kept = { kind: 'kept', token: await replay.token() } as const
  const file = { kind: 'file', upload: id, media_type: 'application/json' } as const
  const whole = await replay.send({ method: 'POST', url, token: kept, body: file })
  expect(JSON.parse(whole.answer?.body?.text ?? '')).toMatchObject({ json: { from: 'a file' } })
  const form = await replay.send({
    method: 'POST',
    url,
    token: kept,
    headers: [{ name: 'Content-Type', value: 'multipart/form-data; boundary=old' }],
    body: {
      kind: 'multipart',
      parts: [
        { kind: 'field', name: 'title', value: 'Report' },
        { ...file, name: 'upload', filename: 'report.json' },
      ],
    },
  })
  const text = form.answer?.body?.text ?? ''
  expect(text).toContain('filename=\\"report.json\\"')
  expect(text).toContain('Report')
  expect(form.sent.left_out).toEqual(['content-type was written anew, with its own boundary.'])
  expect((await upload('text/plain')).status).toBe(415)
})

test('a compressed answer is decoded as far as it is kept', async () => {
  const { answer } = await replay.send({ route: 'direct', url: `${server.origin}/packed` })
  expect(answer?.body).toMatchObject({ is_truncated: true, media_type: 'text/plain' })
  expect(answer?.body?.text).toHaveLength(64 * 1024)
  expect(answer?.body?.text).toMatch(/^hello hello/)
})

test('a call that gets no answer is an attempt, too, and says why', async () => {
  const closed = await serve(() => undefined)
  await closed.close()
  const attempt = await replay.send({ route: 'direct', url: closed.origin })
  expect(attempt).toMatchObject({
    failure: `${closed.origin} did not answer: no program listens there.`,
  })
  expect(attempt.answer).toBeUndefined()
})

test('an answer that breaks off is kept as far as it came', async () => {
  const attempt = await replay.send({ route: 'direct', url: `${server.origin}/broken` })
  expect(attempt.failure).toMatch(/^The answer broke off after 9 bytes\./)
  expect(attempt.answer).toMatchObject({ status: 200, body: { text: 'only this' } })
})

test('closing the request cancels the call, and the attempt says so', async () => {
  const { addresses, token } = replay.lab.companion
  const abort = new AbortController()
  const isThere = new Promise<void>((resolve) => (arrived = resolve))
  const asked = fetch(`${addresses.control}/api/replays`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      thread: 'cancelled',
      request: { method: 'GET', route: 'direct', url: `${server.origin}/hang` },
    }),
    signal: abort.signal,
  }).catch((error: unknown) => error)
  await isThere
  abort.abort()
  await asked
  await expect
    .poll(() => replay.client.listAttempts({ query: { thread: 'cancelled' } }), { timeout: 10_000 })
    .toMatchObject([{ failure: 'The call was cancelled before its answer was complete.' }])
})
