import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Lab, answerBytes, openTestGateway, sendRaw } from './test-gateway.ts'

let lab: Lab
let upstream: (request: IncomingMessage, response: ServerResponse) => void
const sockets: Socket[] = []

beforeEach(async () => {
  upstream = (_request, response) => response.end('hello')
  lab = await openTestGateway([], { upstream: (request, response) => upstream(request, response) })
  await lab.putApi({ use_keyless: true })
  await lab.putApi({ api_id: 'closed', proxy: { listen_path: '/closed/' } })
  await lab.putApi({
    api_id: 'small',
    use_keyless: true,
    proxy: { listen_path: '/small/' },
    config_data: { dcr_lab: { max_request_body_size: 10 } },
  })
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  return lab.close()
})

/** A connection that stays open: what came so far, and whether the gateway has closed it. */
function open(): { socket: Socket; read: () => string; isClosed: () => boolean } {
  let text = ''
  let isClosed = false
  const socket = connect(lab.port, '127.0.0.1')
  sockets.push(socket)
  socket.setEncoding('latin1').on('data', (part: string) => (text += part))
  socket.on('error', () => undefined).on('close', () => (isClosed = true))
  return { socket, read: () => text, isClosed: () => isClosed }
}

const head = (line: string, ...fields: string[]) =>
  [`${line} HTTP/1.1`, `Host: 127.0.0.1:${lab.port}`, ...fields, '', ''].join('\r\n')

const countAnswers = (text: string) => text.match(/HTTP\/1\.1 \d{3} /g)?.length ?? 0

const WAIT = { timeout: 10_000 }

test.each(['Content-Length: 5', 'Transfer-Encoding: chunked'])(
  'a refused call with %s is not asked for its body, and its connection ends',
  async (field) => {
    const { socket, read, isClosed } = open()
    socket.write(head('POST /closed/x', field, 'Expect: 100-continue'))
    await expect.poll(isClosed, WAIT).toBe(true)
    expect(read()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(read()).toContain('Authorization field missing')
    expect(read()).toMatch(/^connection: close\r$/im)
    expect(countAnswers(read())).toBe(1)
  },
)

test('a call that passes is asked for its body, which goes through', async () => {
  let body = ''
  upstream = (request, response) => {
    request.setEncoding('utf8').on('data', (part: string) => (body += part))
    request.on('end', () => response.end('done'))
  }
  const { socket, read } = open()
  socket.write(head('POST /api/x', 'Content-Length: 5', 'Expect: 100-continue'))
  await expect.poll(read, WAIT).toBe('HTTP/1.1 100 Continue\r\n\r\n')
  expect(lab.hits.length).toBeLessThanOrEqual(1)
  socket.write('abcde')
  await expect.poll(read, WAIT).toMatch(/ 200 OK\r\n[^]*done$/)
  expect(body).toBe('abcde')
})

test('a body that is too large is not asked for', async () => {
  const { socket, read, isClosed } = open()
  socket.write(head('POST /small/x', 'Content-Length: 5000000', 'Expect: 100-continue'))
  await expect.poll(isClosed, WAIT).toBe(true)
  expect(read()).toMatch(/^HTTP\/1\.1 413 /)
  expect(lab.hits).toEqual([])
})

test.each([
  ['413 and a length', '/small/x', 'Content-Length: 20', 'x'.repeat(20)],
  [
    '413 and chunks',
    '/small/x',
    'Transfer-Encoding: chunked',
    `30d40\r\n${'x'.repeat(200_000)}\r\n0\r\n\r\n`,
  ],
  ['413 and much', '/small/x', 'Content-Length: 900000', 'x'.repeat(900_000)],
  ['a refused token', '/closed/x', 'Content-Length: 900000', 'x'.repeat(900_000)],
  ['an unknown coding', '/api/x', 'Transfer-Encoding: gzip, chunked', '0\r\n\r\n'],
  ['two lengths', '/api/x', 'Transfer-Encoding: chunked\r\nContent-Length: 5', '0\r\n\r\n'],
  ['an ambiguous path', '/api/../x', 'Content-Length: 5', 'abcde'],
])('what follows a body with %s is no second request', async (_case, path, field, body) => {
  const { socket, read, isClosed } = open()
  socket.write(head(`POST ${path}`, field) + body + head('GET /api/second') + 'junk\r\n\r\n')
  await expect.poll(isClosed, WAIT).toBe(true)
  expect(countAnswers(read())).toBe(1)
  expect(read()).toMatch(/^connection: close\r$/im)
  expect(lab.hits.map(({ url }) => url).filter((url) => url?.includes('second'))).toEqual([])
})

test('a refused call with a short body keeps its connection', async () => {
  const { socket, read } = open()
  socket.write(`${head('POST /closed/x', 'Content-Length: 5')}abcde${head('GET /api/second')}`)
  await expect.poll(() => countAnswers(read()), WAIT).toBe(2)
})

test('a caller who sends on and on is cut off', async () => {
  const { socket, read, isClosed } = open()
  socket.write(head('POST /small/x', 'Content-Length: 1000000000'))
  const timer = setInterval(() => socket.write('x'), 100)
  await expect.poll(isClosed, WAIT).toBe(true)
  clearInterval(timer)
  expect(read()).toMatch(/^HTTP\/1\.1 413 /)
})

test('an answer that comes before the body has ended is the last one of its connection', async () => {
  upstream = (_request, response) =>
    response.writeHead(413, { connection: 'close' }).end('too large')
  const { socket, read, isClosed } = open()
  socket.write(`${head('POST /api/x', 'Content-Length: 900000')}${'x'.repeat(100_000)}`)
  await expect.poll(read, WAIT).toContain('too large')
  socket.write('x'.repeat(800_000) + head('GET /api/second'))
  await expect.poll(isClosed, WAIT).toBe(true)
  expect(read()).toMatch(/^connection: close\r$/im)
  expect(countAnswers(read())).toBe(1)
  expect(lab.hits).toHaveLength(1)
})

test.each([
  ['204', 'Content-Length: 5\r\n', 'hello'],
  ['204', 'Content-Length: 0\r\n', ''],
  ['204', 'Transfer-Encoding: chunked\r\n', '5\r\nhello\r\n0\r\n\r\n'],
  ['204', '', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil'],
  ['205', 'Content-Length: 5\r\n', 'hello'],
  ['304', 'Content-Length: 5\r\n', 'hello'],
])('an upstream’s %s with %j and the body %j has none for the caller', async (...given) => {
  const [status, fields, body] = given
  const { url, stop } = await answerBytes(`HTTP/1.1 ${status} X\r\n${fields}\r\n${body}`)
  await lab.putApi({ use_keyless: true, proxy: { target_url: url } })
  const { socket, read } = open()
  socket.write(head('GET /api/x'))
  await expect.poll(read, WAIT).toContain('\r\n\r\n')
  // The next call on both connections gets an answer of its own.
  await lab.putApi({ use_keyless: true })
  socket.write(head('GET /api/y', 'Connection: close'))
  await expect.poll(read, WAIT).toMatch(/hello$/)
  stop()
  const [first = '', ...rest] = read().split('HTTP/1.1 ').slice(1)
  expect(first.startsWith(status)).toBe(true)
  expect(first).toMatch(status === '205' ? /\r\n\r\n(?:0\r\n\r\n)?$/ : /\r\n\r\n$/)
  expect(/content-length/i.test(first)).toBe(status === '304')
  expect([rest.length, rest[0]]).toEqual([1, expect.stringMatching(/^200 OK/)])
  expect(read()).not.toContain('evil')
})

test('what is no HTTP is refused in the words of Go', async () => {
  const answer = await sendRaw(lab.port, 'hello\r\n\r\n')
  expect(answer).toMatch(
    /^HTTP\/1.1 400 Bad Request\r\nContent-Type: text\/plain; charset=utf-8\r\n/,
  )
  expect(answer).toMatch(/\r\n\r\n400 Bad Request$/)
})

test.each([
  [
    'HTTP/2.0',
    (host: string) => `GET /api/x HTTP/2.0\r\n${host}\r\n`,
    '505 HTTP Version Not Supported: unsupported protocol version',
  ],
  ['no Host', () => 'GET /api/x HTTP/1.1\r\n\r\n', '400 Bad Request: missing required Host header'],
  ['two Hosts', (host: string) => `GET /api/x HTTP/1.1\r\n${host}${host}\r\n`, '400 Bad Request'],
  [
    'a coding',
    (host: string) =>
      `POST /api/x HTTP/1.1\r\n${host}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    'Unsupported transfer encoding',
  ],
])('%s is refused in the plain words of Go', async (_case, write, text) => {
  const answer = await sendRaw(lab.port, write(`Host: 127.0.0.1:${lab.port}\r\n`))
  expect(answer.split('\r\n\r\n')[1]).toBe(text)
  expect(answer).toMatch(/^content-type: text\/plain; charset=utf-8\r$/im)
  expect(answer).not.toMatch(/^x-generator/im)
})

test.each([
  ['17 KB of fields', () => head('GET /api/x', `X: ${'a'.repeat(17_000)}`), 431, 'are too large'],
  ['150 fields', () => head('GET /api/x', ...Array<string>(150).fill('X: 1')), 431, 'eader fields'],
  ['a long path', () => head(`GET /api/${'a'.repeat(9000)}`), 414, 'Request path is too long'],
  ['CONNECT', () => head('CONNECT 127.0.0.1:1'), 405, 'CONNECT is not allowed'],
  ['another Expect', () => head('GET /api/x', 'Expect: tea'), 417, '100-continue only'],
])('%s is refused in the gateway’s words', async (_case, bytes, status, words) => {
  const answer = await sendRaw(lab.port, bytes())
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(answer).toMatch(/^content-type: application\/json\r$/im)
  expect(answer.slice(answer.indexOf('\r\n\r\n'))).toContain(words)
  expect(lab.hits).toEqual([])
})
