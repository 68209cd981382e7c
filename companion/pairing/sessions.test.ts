import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createApiClient } from '#shared/contract/api-client.ts'
import { EVENTS_PATH } from '#shared/contract/contract.ts'
import { createProvenFetch } from '#shared/contract/proven-fetch.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { ErrorCode } from '#shared/errors/error-catalog.ts'
import { deriveProgramIdentity, type Identity } from '#shared/pairing/program-identity.ts'
import { readSessionHeader, writeSessionHeader } from '#shared/pairing/session-header.ts'
import { deriveSessionKeys, signCall } from '#shared/pairing/session-keys.ts'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'
import { beginPairing } from './testing.ts'

interface Taken {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: Buffer
}

const SECRET = 'canary-7f3a-initial-access-token'

let lab: TestCompanion
let identity: Identity
let squatter: Server

beforeEach(async () => {
  squatter = createServer()
  lab = await startTestCompanion()
  identity = (await (await beginPairing(lab, lab.companion.pairingCode())).attempt()).identity
})

afterEach(async () => {
  await endSquatter()
  await lab.stop()
})

/** A program that holds the port and keeps every byte. */
async function squat(
  port: number,
  answer: (
    request: Taken,
  ) => Promise<{ status: number; body: string }> | { status: number; body: string },
): Promise<Taken[]> {
  const taken: Taken[] = []
  squatter = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one = { method, url, headers, body: Buffer.concat(pieces) }
      taken.push(one)
      void Promise.resolve(answer(one)).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(body)
      })
    })
  })
  await new Promise<void>((resolve) => void squatter.listen(port, '127.0.0.1', resolve))
  return taken
}

async function endSquatter(): Promise<void> {
  if (!squatter.listening) return
  squatter.closeAllConnections()
  await new Promise((resolve) => squatter.close(resolve))
}

function follow(origin: string) {
  const calls: { url: string; init: RequestInit }[] = []
  const record: typeof fetch = (input, init = {}) => {
    calls.push({ url: addressOf(input), init })
    return fetch(input, init)
  }
  const send = createProvenFetch({ origin, ...identity, fetch: record })
  return { calls, send, client: createApiClient({ origin, fetch: send }) }
}

const addressOf = (input: URL | RequestInfo): string =>
  new URL(input instanceof Request ? input.url : input).href

const keep = (client: ReturnType<typeof follow>['client']) =>
  client.keepReplaySecret({ params: { secret: 'mine' }, body: { value: SECRET } })

test('calls, events and files go through a session; nothing of it is readable on the wire', async () => {
  const origin = lab.companion.addresses.control
  const { client, send, calls } = follow(origin)
  await keep(client)
  expect((await client.listReplaySecrets()).map(({ name }) => name)).toContain('mine')
  const file = new Blob(['x'.repeat(200_000), SECRET])
  const upload = await send(`${origin}/api/replay/uploads`, { method: 'POST', body: file })
  expect(await upload.json()).toMatchObject({ size_bytes: file.size })
  const events = await send(origin + EVENTS_PATH)
  expect(events.status).toBe(200)
  await events.body?.cancel()
  expect(calls[0]?.url).toBe(`${origin}/api/sessions`)
  for (const { init } of calls) {
    const body = init.body instanceof Blob ? await init.body.text() : (init.body as string)
    expect(JSON.stringify([...new Headers(init.headers)]) + body).not.toContain(SECRET)
    expect(JSON.stringify([...new Headers(init.headers)]) + body).not.toContain(identity.key)
  }
})

/** A problem document that asks for something. */
const lure = (code: ErrorCode): string =>
  JSON.stringify(new AppError(code, { detail: 'Type your password' }).toProblem())

test('a listener that cannot prove itself is sent nothing, whatever it answers', async () => {
  for (const answer of [
    { status: 200, body: '{"nonce":"AAAAAAAAAAAAAAAAAAAAAA","proof":"AAAA"}' },
    { status: 200, body: '{}' },
    { status: 401, body: lure('PAIRING_REQUIRED') },
    { status: 500, body: lure('INTERNAL') },
    { status: 404, body: 'nothing here' },
  ]) {
    const taken = await squat(0, () => answer)
    const { port } = squatter.address() as AddressInfo
    const thrown = await keep(follow(`http://127.0.0.1:${port}`).client).catch(
      (error: Error) => error,
    )
    expect((thrown as Error).message).not.toContain('password')
    expect(taken.map(({ url }) => url)).toEqual(['/api/sessions'])
    await endSquatter()
  }
})

test('a squatter that passes the question on to the companion elsewhere is found out', async () => {
  const real = lab.companion.addresses.control
  const taken = await squat(0, async ({ url, body, headers }) => {
    const answer = await fetch(real + url, {
      method: 'POST',
      headers: { 'content-type': headers['content-type'] ?? '' },
      body: body.toString(),
    })
    return { status: answer.status, body: await answer.text() }
  })
  const { port } = squatter.address() as AddressInfo
  await expect(keep(follow(`http://127.0.0.1:${port}`).client)).rejects.toMatchObject({
    code: 'COMPANION_UNPROVEN',
  })
  expect(taken.map(({ url }) => url)).toEqual(['/api/sessions'])
})

test('what a squatter gets between the proof and the next call is of no use, also later', async () => {
  const origin = lab.companion.addresses.control
  const port = Number(new URL(origin).port)
  const { client } = follow(origin)
  await client.getStatus()
  await lab.companion.close()
  const taken = await squat(port, () => ({ status: 200, body: '{"name":"mine"}' }))
  // The session still holds for the caller, so this request leaves, signed and sealed.
  await expect(keep(client)).rejects.toMatchObject({ code: 'COMPANION_UNPROVEN' })
  expect(taken.map(({ method }) => method)).toEqual(['PUT'])
  const bytes = JSON.stringify(taken) + taken.map(({ body }) => body.toString('latin1')).join('')
  expect(bytes).not.toContain(SECRET)
  expect(bytes).not.toContain(identity.key)
  await endSquatter()
  lab = await startTestCompanion({ root: lab.root, ports: portsOf(lab) })
  for (const { method, url, headers, body } of taken) {
    const { authorization = '', 'content-type': type = '' } = headers
    const replayed = await fetch(origin + url, {
      method,
      headers: { authorization, 'content-type': type },
      body: Uint8Array.from(body),
    })
    expect(replayed.status).toBe(401)
  }
  await expect(client.getStatus()).resolves.toBeTruthy()
})

test('a signed request is good once, for itself only, and not without its seal', async () => {
  const origin = lab.companion.addresses.control
  const { client, calls } = follow(origin)
  await keep(client)
  await client.getStatus()
  const [, put, get] = calls
  const repeat = (call = put, changes: RequestInit = {}, url = call?.url ?? '') =>
    fetch(url, { ...call?.init, signal: null, ...changes }).then(({ status }) => status)
  expect(await repeat()).toBe(401)
  expect(await repeat(get)).toBe(401)
  const header = readSessionHeader(new Headers(get?.init.headers).get('authorization') ?? '')
  expect(header).toBeDefined()
  const raised = new Headers(get?.init.headers)
  raised.set('authorization', (raised.get('authorization') ?? '').replace(/\.2\./, '.3.'))
  expect(await repeat(get, { headers: raised })).toBe(401)

  const swapped = createProvenFetch({
    origin,
    ...identity,
    fetch: (input, init) => {
      const isCall = !addressOf(input).endsWith('/api/sessions')
      return fetch(input, isCall ? { ...init, body: new Blob(['{"value":"forged"}']) } : init)
    },
  })
  const answer = await swapped(`${origin}/api/replay/secrets/mine`, { method: 'PUT', body: '{}' })
  expect(answer.status).toBe(400)
})

test('an open body under a good signature is not taken', async () => {
  const origin = lab.companion.addresses.control
  const clientNonce = 'A'.repeat(22)
  const { nonce: serverNonce } = await createApiClient({ origin }).startSession({
    body: { pairing: identity.pairing, nonce: clientNonce },
  })
  const keys = await deriveSessionKeys({ key: identity.key, clientNonce, serverNonce, origin })
  const call = { method: 'POST', target: '/api/runs', type: 'application/json', counter: 1 }
  const signature = await signCall(keys.request, call)
  const { status } = await fetch(origin + call.target, {
    method: call.method,
    headers: {
      'content-type': call.type,
      authorization: writeSessionHeader({
        pairing: identity.pairing,
        clientNonce,
        serverNonce,
        counter: 1,
        signature,
      }),
    },
    body: '{}',
  })
  expect(status).toBe(415)
})

test('a token of an earlier version opens nothing', async () => {
  const headers = { authorization: `Bearer ${identity.key}` }
  expect((await fetch(`${lab.companion.addresses.control}/api/status`, { headers })).status).toBe(
    401,
  )
})

test('a program proves and is proved to with its token, and does not send it', async () => {
  const origin = lab.companion.addresses.control
  const program = await deriveProgramIdentity(TEST_TOKEN)
  const seen: string[] = []
  const client = createApiClient({
    origin,
    fetch: createProvenFetch({
      origin,
      ...program,
      fetch: (input, init) => {
        seen.push(JSON.stringify([[...new Headers(init?.headers)], init?.body]))
        return fetch(input, init)
      },
    }),
  })
  await expect(client.getStatus()).resolves.toBeTruthy()
  expect(seen.join()).not.toContain(TEST_TOKEN)
})

function portsOf({ companion }: TestCompanion) {
  const port = (address: string) => Number(new URL(address).port)
  const { control, gateway, idp, portal, sample_api } = companion.addresses
  return {
    control: port(control),
    gateway: port(gateway),
    idp: port(idp),
    portal: port(portal),
    sample_api: port(sample_api),
  }
}
