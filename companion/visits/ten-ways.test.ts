import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { VisitEnding, VisitFinding } from '#shared/contract/visit.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { openMcpApi, Stranger } from './testing/stranger.ts'

let lab: TestCompanion
let api: string
let stranger: Stranger
let upstream: Server | undefined

beforeEach(async () => {
  lab = await startTestCompanion()
  api = await openMcpApi(lab)
  stranger = new Stranger(api, issuer())
})
afterEach(async () => {
  vi.useRealTimers()
  upstream?.close()
  upstream = undefined
  await lab.stop()
})

const issuer = (dialect = 'mcp'): string => `${lab.companion.addresses.idp}/${dialect}`

/** How the only visit ended, half a minute later. */
async function readEnding(): Promise<Pick<VisitFinding, 'code' | 'text'> & { summary: string }> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 })
  const visits = await lab.client.listVisits()
  if (visits.length !== 1) throw new Error(`${visits.length} visits instead of one`)
  const params = { visit: visits[0]?.id ?? '' }
  const { ending, summary, legs } = await lab.client.getVisit({ params })
  const shown = legs.find(({ exchange }) => exchange === ending?.exchange)
  if (!ending || !shown) throw new Error(`No leg shows the ending: ${summary}`)
  return { code: ending.code, text: ending.text, summary }
}

const endingOf = (code: VisitEnding, text: RegExp, summary: RegExp): unknown => ({
  code,
  text: expect.stringMatching(text) as string,
  summary: expect.stringMatching(summary) as string,
})

test('1. wrong resource: the metadata name another one than was called', async () => {
  const { port } = new URL(api)
  await fetch(`http://localhost:${port}/mcp/`)
  await fetch(`http://127.0.0.1:${port}/.well-known/oauth-protected-resource/mcp`)
  expect(await readEnding()).toEqual(
    endingOf(
      'RESOURCE_MISMATCH',
      /names http:\/\/127\.0\.0\.1:\d+\/mcp, and the client had called http:\/\/localhost/,
      /read the resource metadata; never read the server metadata\.$/,
    ),
  )
})

test('1. wrong resource: the server gives no token for it', async () => {
  await stranger.discover()
  await stranger.register()
  await stranger.authorize({ resource: 'https://elsewhere.example/mcp' })
  expect(await readEnding()).toEqual(
    endingOf(
      'RESOURCE_REFUSED',
      /resource https:\/\/elsewhere\.example\/mcp was refused \(303 invalid_target/,
      /came back with invalid_target\.$/,
    ),
  )
})

test('2. no registration and no documents', async () => {
  const other = new Stranger(api, issuer('none'))
  await other.discover()
  expect(await readEnding()).toEqual(
    endingOf(
      'NO_WAY_TO_REGISTER',
      /\/none name no registration endpoint/,
      /read the server metadata; never registered\.$/,
    ),
  )
})

test('2. no registration endpoint: a client guesses one at its API', async () => {
  await stranger.call()
  await fetch(`${new URL(api).origin}/register`, { method: 'POST', body: '{}' })
  expect(await readEnding()).toEqual(
    endingOf('NO_WAY_TO_REGISTER', /guessed one at the API \(404/, /guessed an address/),
  )
})

test('2. documents alone, and a client that has none', async () => {
  await startFault('no-registration-endpoint')
  await stranger.discover()
  expect(await readEnding()).toEqual(
    endingOf(
      'NO_WAY_TO_REGISTER',
      /name no registration endpoint/,
      /read the server metadata; never registered\.$/,
    ),
  )
})

test('1. wrong resource: a client that compares only after it has read the server metadata', async () => {
  const { port } = new URL(api)
  await fetch(`http://localhost:${port}/mcp/`)
  await fetch(`http://127.0.0.1:${port}/.well-known/oauth-protected-resource/mcp`)
  await stranger.readServer()
  expect(await readEnding()).toEqual(
    endingOf('RESOURCE_MISMATCH', /had called http:\/\/localhost/, /never registered\.$/),
  )
})

/** A client without a person: what it may ask for is known at the token endpoint alone. */
const OF_ITSELF = {
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
  token_endpoint_auth_method: 'client_secret_post',
}

test('3. scope refused', async () => {
  await stranger.discover()
  await stranger.register(OF_ITSELF)
  await stranger.askForItself({ scope: 'no-such-scope' })
  expect(await readEnding()).toEqual(
    endingOf(
      'SCOPE_REFUSED',
      /scope no-such-scope was refused \(400/,
      /was refused a token \(400 invalid_scope\)\.$/,
    ),
  )
})

test('4. redirect refused', async () => {
  await stranger.discover()
  await stranger.register()
  await stranger.authorize({ redirect_uri: 'http://127.0.0.1:9/other' })
  expect(await readEnding()).toEqual(
    endingOf(
      'REDIRECT_REFUSED',
      /redirect URI http:\/\/127\.0\.0\.1:9\/other was refused \(400 invalid_redirect_uri/,
      /got an error page \(400 invalid_redirect_uri\)\.$/,
    ),
  )
})

test('5. issuer mismatch', async () => {
  await startFault('discovery-issuer-mismatch')
  await stranger.discover()
  expect(await readEnding()).toEqual(
    endingOf(
      'ISSUER_MISMATCH',
      /name the issuer .*, and were read as those of http.*\/mcp\./,
      /read the server metadata; never registered\.$/,
    ),
  )
})

test('6. expired client', async () => {
  await startFault('secret-expiry', 60)
  await stranger.discover()
  const registered = await stranger.register({ token_endpoint_auth_method: 'client_secret_post' })
  const { client_secret } = (await registered.json()) as { client_secret: string }
  const { grant } = await stranger.authorize()
  await lab.client.putClock({ body: { offset_seconds: 120 } })
  await stranger.exchange(grant, { client_secret })
  expect(await readEnding()).toEqual(
    endingOf(
      'CLIENT_EXPIRED',
      /secret has expired \(401 invalid_client/,
      /came back with a code, was refused a token \(401 invalid_client\)\.$/,
    ),
  )
})

test('7. key changed', async () => {
  await stranger.connect()
  await stranger.call()
  await lab.client.rotateKey({ body: { dialect: 'mcp', overlap_seconds: 0 } })
  await lab.client.clearJwksCache({ params: { api: 'mcp-api' } })
  await stranger.call()
  expect(await readEnding()).toEqual(
    endingOf(
      'KEY_CHANGED',
      /does not know the key of the token/,
      /called the API \(200\), called the API and was refused \(401 invalid_token\)\.$/,
    ),
  )
})

test('8. 401 without challenge', async () => {
  await openMcpApi(lab, { lab: { error_profile: 'tyk' } })
  await stranger.call()
  expect(await readEnding()).toEqual(
    endingOf(
      'NO_CHALLENGE',
      /refused without a challenge/,
      /without a challenge \(40[01][^)]*\); never read the resource metadata\.$/,
    ),
  )
})

test('9. wrong iss', async () => {
  await startFault('discovery-issuer-mismatch')
  await stranger.discover()
  await stranger.register()
  await stranger.authorize()
  expect(await readEnding()).toEqual(
    endingOf(
      'WRONG_ISS',
      /names the issuer http.*\/mcp, and the metadata name /,
      /came back with a code; never asked for a token\.$/,
    ),
  )
})

/** As an MCP server whose tool needs more. */
async function openStepUpServer(): Promise<string> {
  upstream = createServer((_request, response) => {
    response.writeHead(403, {
      'www-authenticate': 'Bearer error="insufficient_scope", scope="profile email"',
    })
    response.end()
  })
  await new Promise<void>((resolve) => upstream?.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
}

test('10. step-up ignored', async () => {
  await openMcpApi(lab, { target: await openStepUpServer() })
  await stranger.connect()
  await stranger.call()
  expect(await readEnding()).toEqual(
    endingOf(
      'STEP_UP_IGNORED',
      /asked for the scope profile email, and the client did not/,
      /was refused \(403 insufficient_scope\); never asked for authorization\.$/,
    ),
  )
})

test('10. step-up tried, and refused by the server', async () => {
  await openMcpApi(lab, { target: await openStepUpServer() })
  await stranger.discover()
  await stranger.register({ scope: stranger.scope })
  const { grant } = await stranger.authorize()
  await stranger.exchange(grant)
  await stranger.call()
  await stranger.authorize({ scope: `${stranger.scope} "admin"` })
  expect(await readEnding()).toEqual(
    endingOf(
      'STEP_UP_REFUSED',
      /was refused \(303 invalid_scope/,
      /came back with invalid_scope\.$/,
    ),
  )
})

async function startFault(
  id: 'discovery-issuer-mismatch' | 'secret-expiry' | 'no-registration-endpoint',
  value?: number,
): Promise<void> {
  await lab.client.startFault({
    params: { fault: id },
    body: { ...(value !== undefined && { value }) },
  })
}
