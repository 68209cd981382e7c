import { createServer, type Server } from 'node:http'
import { createServer as createNetServer } from 'node:net'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { Agent } from 'undici'
import { afterEach, expect, test } from 'vitest'
import type { Recorder } from '../recorder/recorder.ts'
import { createSecretRegistry } from '../secrets/secret-registry.ts'
import { createHttpClient } from './http-client.ts'

const servers: (Server | NetServer)[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listen(server: Server | NetServer): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

function send(url: string, signal?: AbortSignal): Promise<unknown> {
  const recorder = { record: () => 'x1' } as unknown as Recorder
  const http = createHttpClient({
    recorder,
    dispatcher: new Agent(),
    registry: createSecretRegistry(),
  })
  const context = { from: 'app', to: 'idp', label: 'Test', signal } as const
  return http.send(context, { method: 'GET', url, headers: {} })
}

test('https typed for a plain http port is said in a sentence', async () => {
  const host = await listen(createServer((_request, response) => response.end('hello')))
  await expect(send(`https://${host}/`)).rejects.toMatchObject({
    code: 'PROVIDER_UNREACHABLE',
    message: `The server at ${host} speaks plain http; type http://${host}.`,
  })
})

test('a server that hangs up during the handshake is said without a dump', async () => {
  const host = await listen(
    createNetServer((socket) => socket.end(Buffer.from('15030100020228', 'hex'))),
  )
  await expect(send(`https://${host}/`)).rejects.toMatchObject({
    message: expect.stringMatching(/could not agree on how to encrypt \([\w/]+\)\.$/) as string,
  })
})

test('a cancelled call says so', async () => {
  const host = await listen(createNetServer(() => undefined))
  await expect(send(`http://${host}/`, AbortSignal.timeout(50))).rejects.toMatchObject({
    message: `The waiting for http://${host} was cancelled.`,
  })
})
