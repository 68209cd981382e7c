import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { RegistrationDetails } from '#shared/contract/registration.ts'
import { findStep, runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { type AnsweringServer, type Given, startAnswering } from './testing/answering-server.ts'

/** Answers that people met, each rebuilt from the public report that it names. */

let lab: TestCompanion
let server: AnsweringServer | undefined

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterEach(() => server?.close())

afterAll(() => lab.stop())

async function readCase(id: string): Promise<{ answer: Given; serve: Record<string, unknown> }> {
  const text = await readFile(new URL(`reports/${id}.json`, import.meta.url), 'utf8')
  const { input } = JSON.parse(text) as {
    input: { answer?: Given; serve?: Record<string, unknown> }
  }
  return { answer: input.answer ?? {}, serve: input.serve ?? {} }
}

async function register(
  answer: Given,
  metadata: Record<string, unknown> = {},
): Promise<RegistrationDetails> {
  server = await startAnswering({ 'POST /register': answer })
  const { id } = await lab.client.registerClient({
    body: {
      id: randomUUID(),
      origin: 'test',
      provider: 'other',
      idp_host: server.base,
      registration_endpoint: `${server.base}/register`,
      metadata: { client_name: 'Report', ...metadata },
    },
  })
  return lab.client.getRegistration({ params: { registration: id } })
}

test('R01: null members are members left out', async () => {
  const { state, client_id, granted, answer_notes } = await register((await readCase('R01')).answer)
  expect({ state, client_id, answer_notes }).toEqual({ state: 'active', client_id: 'c1' })
  expect(Object.keys(granted ?? {})).toEqual(['redirect_uris'])
})

test('R03 and R10: what the answer does not say is not called dropped', async () => {
  const asked = {
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: ['http://localhost/'],
    token_endpoint_auth_method: 'client_secret_post',
  }
  const states = async (id: string): Promise<Record<string, string>> => {
    const { comparison = [], state } = await register((await readCase(id)).answer, asked)
    expect(state).toBe('active')
    const said = comparison.find(({ name }) => name === 'grant_types')?.effect
    expect(said).toContain('The answer does not say; the standard’s default is authorization_code')
    return Object.fromEntries(comparison.map((member) => [member.name, member.state]))
  }
  expect(await states('R03')).toMatchObject({
    grant_types: 'unsaid',
    response_types: 'unsaid',
    token_endpoint_auth_method: 'unsaid',
  })
  expect(await states('R10')).toMatchObject({
    grant_types: 'unsaid',
    redirect_uris: 'changed',
    token_endpoint_auth_method: 'changed',
  })
})

test('E12: the words are kept with the registration, wherever they stand', async () => {
  const { state, failure } = await register((await readCase('E12')).answer)
  expect(state).toBe('failed')
  expect(failure).toBe('BAD_REQUEST: Redirect URI must use HTTPS: http://127.0.0.1:33418')
})

test('R14: a redirect is no client, and is told as what it is', async () => {
  const { state, failure } = await register((await readCase('R14')).answer)
  expect(state).toBe('failed')
  expect(failure).toContain(`It redirects to ${server?.base}/.`)
})

/** Bodies of common frameworks, and the words that must not be lost. */
test.each<[string, unknown, string]>([
  ['an error alone', { error: 'Unrecognized field "x"' }, 'Unrecognized field "x"'],
  ['RFC 9457', { title: 'Bad', detail: 'No URI' }, 'Bad: No URI'],
  ['FastAPI', { detail: [{ loc: ['body', 'scope'], msg: 'required' }] }, 'body.scope: required'],
  ['Laravel', { message: 'Invalid', errors: { scope: ['wrong'] } }, 'Invalid: scope: wrong'],
  ['a list of texts', { errors: ['one', 'two'] }, 'one; two'],
  ['nested', { error: { code: 'E1', message: 'No' } }, 'E1: No'],
  ['WSO2', { code: '400', description: 'No URL' }, '400: No URL'],
  [
    'zod in a description',
    { error: 'invalid', error_description: '[\n {"path": ["scope"], "message": "Required"}\n]' },
    'invalid: scope: Required',
  ],
  ['a page', '<html>\n  <h1>Denied</h1>\n</html>', '<html> <h1>Denied</h1> </html>'],
  ['nothing', '', 'The provider answered 400 without a word about the reason.'],
])('a refusal in the form of %s keeps its words', async (_form, body, words) => {
  expect((await register({ status: 400, body })).failure).toBe(words)
})

test.each<[string, Given, RegExp]>([
  [
    'a page with 200',
    { status: 200, 'content-type': 'text/html', body: '<p>Hi' },
    /text\/html.*<p>Hi/,
  ],
  ['an empty 201', { status: 201 }, /body is empty.*not known/],
  ['204', { status: 204 }, /body is empty/],
  [
    'JSON without an id',
    { status: 201, body: { ok: true } },
    /JSON without a client_id.*"ok":true/,
  ],
])('%s names no client, and says so', async (_name, answer, words) => {
  const { state, failure } = await register(answer)
  expect(state).toBe('unknown')
  expect(failure).toMatch(words)
})

test('members of a wrong type are named, and the rest is kept', async () => {
  const { state, granted, answer_notes, ...client } = await register({
    status: 201,
    body: {
      client_id: 4711,
      client_secret: 'kept-with-the-client',
      client_id_issued_at: '2026-11-28T00:00:00Z',
      client_secret_expires_at: '0',
      redirect_uris: 'https://app.example/',
      scope: ['a', 'b'],
      grant_types: ['client_credentials'],
      registration_access_token: '',
    },
  })
  expect(state).toBe('active')
  expect(client.client_id).toBe('4711')
  expect(client.client_secret).toBe('••••ient')
  expect(client.has_registration_access_token).toBe(false)
  expect(granted).toEqual({
    client_id_issued_at: 1_795_824_000,
    client_secret_expires_at: 0,
    scope: 'a b',
    grant_types: ['client_credentials'],
  })
  expect(answer_notes).toHaveLength(5)
  expect(answer_notes?.join(' ')).toMatch(
    /redirect_uris is a text, where .* a list of texts; it is left out/,
  )
})

test('empty lists are sent only where a provider refuses that they are left out', async () => {
  server = await startAnswering({
    'GET /.well-known/oauth-authorization-server': {
      body: {
        issuer: 'BASE',
        token_endpoint: 'BASE/token',
        registration_endpoint: 'BASE/register',
      },
    },
    'POST /register': (body) =>
      body.includes('"response_types":[]')
        ? { status: 201, body: { client_id: 'c1' } }
        : { status: 400, body: { error: 'invalid_redirect_uri' } },
  })
  const created = await lab.client.createRun({
    body: { journey: 'client-life', target: 'provider', provider: 'other', origin: 'test' },
  })
  const run = await runSteps(lab.client, created, {
    last: 'register-directly',
    inputs: { 'api-token': { idp_host: server.base } },
  })
  const { exchanges, state } = findStep(run, 'register-directly')
  expect(state).toBe('passed')
  expect(exchanges).toHaveLength(2)
  const found = (await lab.client.listRegistrations()).find((one) => one.run === run.id)
  expect(found).toMatchObject({ state: 'active', asked: { response_types: [] } })
})

test('an update at Hydra carries no secret, no "metadata" and no null', async () => {
  const client = {
    client_id: 'c1',
    client_secret: 'a-secret-of-hydra',
    metadata: {},
    audience: null,
  }
  server = await startAnswering({
    'POST /register': {
      status: 201,
      body: {
        ...client,
        registration_access_token: 'rat',
        registration_client_uri: 'BASE/register/c1',
      },
    },
    'PUT /register/c1': { status: 200, body: client },
  })
  const { id } = await lab.client.registerClient({
    body: {
      id: randomUUID(),
      origin: 'test',
      provider: 'hydra',
      idp_host: server.base,
      registration_endpoint: `${server.base}/register`,
      metadata: { client_name: 'Report' },
    },
  })
  const params = { registration: id }
  const { granted } = await lab.client.getRegistration({ params })
  const metadata = { ...granted, client_name: 'Renamed', contacts: null }
  expect((await lab.client.planUpdate({ params, body: { metadata } })).left_out).toContain(
    'metadata',
  )
  await lab.client.updateRegistration({ params, body: { metadata } })
  expect(server.sent()).toEqual({ client_id: 'c1', client_name: 'Renamed' })
})
