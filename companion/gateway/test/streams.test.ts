import { type IncomingMessage, type ServerResponse, request as httpRequest } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Lab, openTestGateway } from './test-gateway.ts'

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
  const [verdict] = lab.verdicts.list(1)
  expect(verdict).toMatchObject({ status: 499, error: 'Client closed request' })
})

const MIB = 1024 * 1024
const SIZE = 300 * MIB

test('300 MiB stream both ways in little memory, at the reader’s pace', async () => {
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
  // Both ends run in this process, too, and its garbage stays for a while: what counts is that it is not all.
  expect(peak / MIB).toBeLessThan(SIZE / MIB / 2)
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
