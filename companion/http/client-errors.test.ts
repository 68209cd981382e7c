import express from 'express'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { limitBody } from './limit-body.ts'
import { listen } from './listen.ts'

const KIB = 1024

async function open(): Promise<number> {
  const server = await listen({ name: 'test', port: 0, option: '--test-port' })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const app = express()
  const limit = 64 * KIB
  app.use(limitBody({ type: 'application/json', limit }, express.json({ limit })))
  app.use((request, response) => {
    response.json(request.body)
  })
  app.use(((thrown: { status: number }, _request, response, _next) => {
    response.status(thrown.status).end('refused')
  }) satisfies express.ErrorRequestHandler)
  server.on('request', app)
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** What comes back for these bytes until the connection is closed. */
function send(port: number, ...parts: string[]): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part)
    })
    socket.setEncoding('latin1').on('data', (part: string) => (text += part))
    socket.on('error', () => undefined).on('close', () => resolve(text))
  })
}

test.for([
  ['NONSENSE\r\n\r\n', 400, 'REQUEST_MALFORMED'],
  [
    `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(17 * KIB)}\r\n\r\n`,
    431,
    'REQUEST_FIELDS_TOO_LARGE',
  ],
] as const)(
  'what is no request is answered with a problem document: %#',
  async ([bytes, status, code]) => {
    const answer = await send(await open(), bytes)
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head).toMatch(
      new RegExp(
        `^HTTP/1\\.1 ${status} [^\\r]+\\r\\nContent-Type: application/problem\\+json\\r\\n`,
      ),
    )
    expect(JSON.parse(body)).toMatchObject({ status, code, type: `/errors/${code}` })
  },
)

const HEAD =
  'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n'
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`

test('a body in chunks is refused as soon as it is too large, though it never ends', async () => {
  const port = await open()
  const answer = await send(
    port,
    `${HEAD}\r\n`,
    chunk(`"${'x'.repeat(65 * KIB)}`),
    chunk('x'.repeat(512 * KIB)),
  )
  expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*\r\nConnection: close\r\n[^]*refused$/)
})

test('a body in chunks that is not too large is read', async () => {
  const body = JSON.stringify({ text: 'x'.repeat(60 * KIB) })
  const answer = await send(
    await open(),
    `${HEAD}Connection: close\r\n\r\n`,
    chunk(body),
    '0\r\n\r\n',
  )
  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  expect(answer).toContain(body)
})
