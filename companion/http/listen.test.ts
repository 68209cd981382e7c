import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { listen, originOf } from './listen.ts'

const plan = { name: 'test', port: 0, option: '--test-port' }

test('a request that comes before the handler is told to come again, and none after it', async () => {
  const server = await listen(plan)
  const early = await fetch(originOf(server))
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1'])
  server.on('request', (_request, response) => response.end('ready'))
  const late = await fetch(originOf(server))
  expect([late.status, await late.text()]).toEqual([200, 'ready'])
  server.close()
})

test('a taken port is named, with the option that changes it', async () => {
  const server = await listen(plan)
  const port = Number(new URL(originOf(server)).port)
  await expect(listen({ ...plan, port })).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    message: `Port ${port} for the test is taken by another program.`,
  })
  server.close()
})

/** Sends the head of a request that waits for `100 Continue`, and its body once that came. */
function sendExpecting(port: number, version = '1.1'): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        `POST / HTTP/${version}\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n`,
      )
      if (version === '1.0') socket.write('abcde')
    })
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part
      if (/^HTTP\/1\.1 100 Continue\r\n\r\n$/.test(text)) socket.write('abcde')
    })
    socket.on('close', () => resolve(text))
  })
}

test('a body is asked for when it is read, and not by an answer that refuses it', async () => {
  const server = await listen(plan)
  const { port } = new URL(originOf(server))
  let body = ''
  server.on('request', (request, response) => {
    if (!isReading) {
      response.writeHead(401).end('no')
      return
    }
    request.setEncoding('utf8').on('data', (part: string) => (body += part))
    request.on('end', () => response.end('yes'))
  })
  let isReading = false
  expect(await sendExpecting(Number(port))).toMatch(/^HTTP\/1\.1 401 /)
  isReading = true
  expect(await sendExpecting(Number(port))).toMatch(
    /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /,
  )
  expect(body).toBe('abcde')
  expect(await sendExpecting(Number(port), '1.0')).toMatch(/^HTTP\/1\.1 200 /)
  server.close()
})
