import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Agent, request } from 'undici'
import { afterEach, expect, test } from 'vitest'
import { assertAllowedUrl, createEgressAgent } from './egress.ts'

test.each([
  'http://169.254.169.254/latest/meta-data',
  'http://[::ffff:169.254.169.254]/',
  'http://0xa9fea9fe/',
  'http://2852039166/',
  'http://[fe80::1]/',
  'http://[fd00:ec2::254]/',
  'http://0.0.0.0:8790/',
  'http://100.100.100.200/',
  'file:///etc/passwd',
  'ftp://example.com/',
])('%s is refused', (url) => {
  expect(() => assertAllowedUrl(new URL(url))).toThrow(
    expect.objectContaining({ code: 'ADDRESS_REFUSED' }),
  )
})

test.each([
  'http://127.0.0.1:9900/',
  'https://dev-1.okta.com/',
  'http://192.168.1.4/',
  'http://[::1]:1/',
])('%s is allowed', (url) => {
  expect(() => assertAllowedUrl(new URL(url))).not.toThrow()
})

const agents: Agent[] = []
const servers: Server[] = []
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.destroy()))
  for (const server of servers.splice(0)) server.close()
})

async function openServer(): Promise<number> {
  const server = createServer((_request, response) => response.end('hello'))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function call(url: string, closedPorts: readonly number[]): Promise<unknown> {
  const dispatcher = createEgressAgent({ closedPorts: () => closedPorts })
  agents.push(dispatcher)
  try {
    return (await request(url, { dispatcher })).statusCode
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code
  }
}

test.each(['127.0.0.1', 'localhost', '0x7f.1', '127.1', '[::ffff:127.0.0.1]'])(
  'a port of the companion is not called as %s, and another port is',
  async (host) => {
    const port = await openServer()
    expect(await call(`http://${host}:${port}/`, [port])).toBe('OWN_LISTENER')
    expect(await call(`http://127.0.0.1:${port}/`, [port + 1])).toBe(200)
  },
)

test('a connection is not opened to a blocked address, even when the URL was not looked at', async () => {
  expect(await call('http://[64:ff9b::a9fe:a9fe]/', [])).toBe('ADDRESS_REFUSED')
})
