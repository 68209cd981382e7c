import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Examination } from '#shared/contract/doctor.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import {
  type AnsweringProvider,
  type Answers,
  startAnsweringProvider,
} from './testing/answering-provider.ts'

interface Recording {
  version: string
  date: string
  answers: { name: string; call: string; status: number; body: unknown; content_type: string }[]
}

const { version, date, answers } = JSON.parse(
  readFileSync('companion/providers/recorded/keycloak-26.7.3.json', 'utf8'),
) as Recording

/** The finding for each recorded refusal of a registration. */
const REGISTRATIONS: Record<string, string> = {
  'no token': 'trusted-hosts',
  'made-up token': 'token-unknown',
  'used up': 'token-spent',
  'unknown member': 'unknown-member',
  'scope not allowed': 'allowed-client-scopes',
  'javascript redirect': 'redirect-refused',
  'bad auth method': 'metadata-refused',
  'wrong type': 'metadata-refused',
  'long name': 'empty-500',
  'logo bad': 'member-refused',
  'no such realm': 'registration-not-found',
  'wrong media type': 'registration-type-refused',
  'wrong method': 'registration-method-refused',
  'foreign redirect': 'trusted-uri',
  'max clients': 'max-clients',
}

/** The finding for each recorded refusal of a token. */
const TOKENS: Record<string, string> = {
  'wrong secret': 'token-refused',
  'unknown client': 'token-refused',
  'no service account': 'token-refused',
  'wrong method': 'token-refused',
  'unknown scope': 'scope-not-optional',
  'dpop wanted': 'dpop-wanted',
}

let lab: TestCompanion
let provider: AnsweringProvider

beforeAll(async () => {
  lab = await startTestCompanion()
  provider = await startAnsweringProvider()
})

afterAll(async () => {
  await lab.stop()
  await provider.close()
})

async function examine(given: Answers, token = 'opaque'): Promise<Examination> {
  provider.serve(given)
  return lab.client.examine({
    body: { host: provider.base, provider: 'keycloak', initial_access_token: token },
  })
}

function findAnswer(call: string, name: string) {
  const found = answers.find((one) => one.call === call && one.name === name)
  if (!found) throw new RangeError(`${call}: ${name} was not recorded`)
  return { status: found.status, 'content-type': found.content_type, body: found.body }
}

describe(`what Keycloak ${version} answered on ${date} is diagnosed`, () => {
  test.each(Object.entries(REGISTRATIONS))('registration, %s: %s', async (name, finding) => {
    const { findings } = await examine({ 'POST /register': findAnswer('registration', name) })
    expect(findings[0]?.id).toBe(finding)
  })

  test.each(Object.entries(TOKENS))('token, %s: %s', async (name, finding) => {
    const { findings } = await examine({ 'POST /token': findAnswer('token', name) })
    expect(findings[0]?.id).toBe(finding)
  })

  test('an address without a realm', async () => {
    const { findings } = await examine({
      'GET /.well-known/oauth-authorization-server': { status: 404 },
    })
    expect(findings[0]?.id).toBe('keycloak-realm')
    expect(findings[0]?.fix.label).toContain('/realms/NAME')
  })

  test('a living token that introspection calls inactive', async () => {
    const { findings } = await examine({
      'GET /.well-known/oauth-authorization-server': {
        status: 200,
        body: {
          issuer: 'BASE',
          token_endpoint: 'BASE/token',
          jwks_uri: 'BASE/jwks',
          registration_endpoint: 'BASE/register',
          introspection_endpoint: 'BASE/introspect',
        },
      },
      'POST /introspect': findAnswer('introspection', 'introspection inactive'),
    })
    expect(findings.map(({ id, severity }) => `${severity} ${id}`)).toEqual(
      expect.arrayContaining(['warning introspection-inactive', 'warning audience-missing']),
    )
  })

  test('a token of the same provider under another host name', async () => {
    const iss = provider.base.replace('127.0.0.1', 'localhost')
    const access_token = await provider.signToken({ iss })
    const { findings } = await examine({
      'POST /token': { status: 200, body: { access_token, token_type: 'Bearer' } },
    })
    expect(findings.map(({ id }) => id)).toContain('issuer-of-another-host')
  })
})

test('metadata without a token endpoint, and scopes that the answer leaves out', async () => {
  const { findings } = await examine({
    'GET /.well-known/oauth-authorization-server': {
      status: 200,
      body: { issuer: 'BASE', jwks_uri: 'BASE/jwks', registration_endpoint: 'BASE/register' },
    },
  })
  expect(findings[0]?.id).toBe('metadata-incomplete')
  provider.serve({
    'POST /register': {
      status: 201,
      body: { client_id: 'c', client_secret: 's', grant_types: ['client_credentials'], scope: 'a' },
    },
  })
  const { findings: later } = await lab.client.examine({
    body: {
      host: provider.base,
      provider: 'other',
      client: { metadata: { scope: 'a b' } },
    },
  })
  expect(later.find(({ id }) => id === 'scope-dropped')?.facts).toEqual({ missing: 'b' })
})
