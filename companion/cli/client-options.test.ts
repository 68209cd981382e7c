import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type AnsweringServer, startAnswering } from '../registrar/testing/answering-server.ts'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'
import { runCommandLine } from './dcr-lab.ts'

/** A server as the MCP SDKs make it: no key set, no management, tokens for signed-in people alone. */
let server: AnsweringServer
let lab: TestCompanion
let said: string[]
let asked: string[]

beforeAll(async () => {
  lab = await startTestCompanion()
  server = await startAnswering({
    'GET /.well-known/oauth-authorization-server': {
      body: {
        issuer: 'BASE',
        token_endpoint: 'BASE/token',
        registration_endpoint: 'BASE/register',
        grant_types_supported: ['authorization_code', 'refresh_token'],
      },
    },
    'POST /register': (body) =>
      body.includes('client_credentials')
        ? { status: 400, body: { error: 'invalid_client_metadata' } }
        : {
            status: 201,
            body: {
              client_id: 'c1',
              client_secret: 'a-secret-of-c1',
              grant_types: ['authorization_code'],
            },
          },
    'POST /token': (body) => {
      asked.push(body)
      return { status: 400, body: { error: 'unsupported_grant_type' } }
    },
  })
})

afterAll(async () => {
  server.close()
  await lab.stop()
})

beforeEach(() => {
  said = []
  asked = []
  vi.stubEnv('DCR_LAB_TOKEN', TEST_TOKEN)
  for (const method of ['log', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((line) => void said.push(String(line)))
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const walk = (...options: string[]): Promise<number> =>
  runCommandLine(
    [
      'journey',
      '--companion',
      lab.companion.addresses.control,
      '--idp-host',
      server.base,
      '--provider',
      'other',
      ...options,
    ],
    { extension: '' },
  )

test('a grant that the server does not offer ends in words that name those it does', async () => {
  expect(await walk()).toBe(1)
  const text = said.join('\n')
  expect(text).toContain('offers authorization_code, refresh_token, not client_credentials.')
  expect(text).toContain('--grant authorization_code --redirect-uri URL')
})

test('grants, redirect addresses and the application type can be given', async () => {
  const options = ['--grant', 'authorization_code', '--application-type', 'native']
  expect(await walk(...options, '--redirect-uri', 'http://127.0.0.1:9/cb')).toBe(1)
  const found = (await lab.client.listRegistrations()).find(({ state }) => state === 'active')
  expect(found?.asked).toMatchObject({
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: ['http://127.0.0.1:9/cb'],
    application_type: 'native',
  })
  const text = said.join('\n')
  expect(text).toContain('ok   10')
  expect(text).toContain('FAIL 11')
  expect(text).toContain('Get a token on the Tokens page, with the authorization code grant')
})

test.each([
  ['read write', 'read write'],
  ['', null],
])('the scope of the token can be given: "%s"', async (given, sent) => {
  expect(await walk('--grant', 'authorization_code', '--scope', given)).toBe(1)
  expect(asked.map((body) => new URLSearchParams(body).get('scope'))).toEqual([sent])
})

test('an unknown grant is refused', async () => {
  expect(await walk('--grant', 'password-please')).toBe(1)
})
