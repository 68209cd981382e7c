import { describe, expect, test } from 'vitest'
import type { Examination } from '#shared/contract/doctor.ts'
import type { GivenAnswer } from './testing/answering-provider.ts'
import { openExaminedProvider } from './testing/examined-provider.ts'

const examined = openExaminedProvider()

function errorsOf({ findings }: Examination): string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ id }) => id)
}

const HTML: GivenAnswer = { status: 200, 'content-type': 'text/html', body: '<html>Sign in</html>' }
const JSON_TYPE = 'application/json'

const REGISTRATIONS: [string, GivenAnswer, string][] = [
  ...[301, 302, 303, 307, 308].map((status): [string, GivenAnswer, string] => [
    `${status}`,
    { status, location: 'BASE/login' },
    'registration-redirected',
  ]),
  ['a page with 200', HTML, 'answer-no-client'],
  ['an empty 201', { status: 201 }, 'answer-no-client'],
  ['204', { status: 204 }, 'answer-no-client'],
  ['202 with a client', { status: 202, body: { client_id: 'c' } }, 'answer-no-client'],
  ['a list', { status: 201, body: [] }, 'answer-no-client'],
  ['a client without an id', { status: 201, body: { client_name: 'x' } }, 'answer-no-client'],
  ['404', { status: 404 }, 'registration-not-found'],
  ['405', { status: 405, body: { error: 'HTTP 405' } }, 'registration-method-refused'],
  ['415', { status: 415 }, 'registration-type-refused'],
  ['429', { status: 429 }, 'rate-limited'],
  ['503 with a page', { ...HTML, status: 503 }, 'empty-500'],
  ['401 with a page', { ...HTML, status: 401 }, 'registration-page'],
  ['409', { status: 409, body: { error: 'conflict' } }, 'answer-no-client'],
  [
    '422 of a framework',
    { status: 422, body: { detail: 'client_uri: not a URL' } },
    'member-refused',
  ],
  [
    'words with "must contain" of a provider that is no Okta',
    {
      status: 400,
      body: { error: 'invalid_client_metadata', error_description: 'a must contain b' },
    },
    'metadata-refused',
  ],
  [
    'words with "fragment" for a client without one',
    { status: 400, body: { error: 'invalid_request', error_description: 'a fragment of JSON' } },
    'metadata-refused',
  ],
  ['no answer', { status: 0, breaks: true }, 'stage-unanswered'],
]

const TOKENS: [string, GivenAnswer, string][] = [
  ...[302, 307, 308].map((status): [string, GivenAnswer, string] => [
    `${status}`,
    { status, location: 'BASE/login' },
    'token-redirected',
  ]),
  ['a page with 200', HTML, 'answer-no-token'],
  ['204', { status: 204 }, 'answer-no-token'],
  ['JSON without a token', { status: 200, body: { token_type: 'Bearer' } }, 'answer-no-token'],
  ['null', { status: 200, 'content-type': JSON_TYPE, body: 'null' }, 'answer-no-token'],
  [
    'a form',
    {
      status: 200,
      'content-type': 'application/x-www-form-urlencoded',
      body: 'access_token=gho_x&token_type=bearer',
    },
    'answer-no-token',
  ],
  ['an opaque token', { status: 200, body: { access_token: 'opaque' } }, 'token-opaque'],
  ['a token with two dots', { status: 200, body: { access_token: 'a.b.c' } }, 'token-opaque'],
  ['404', { status: 404 }, 'token-not-found'],
  ['405', { status: 405 }, 'token-method-refused'],
  ['415', { status: 415 }, 'token-type-refused'],
  ['429', { status: 429 }, 'token-rate-limited'],
  ['500', { status: 500 }, 'token-broken'],
  ['403 with a page', { ...HTML, status: 403 }, 'token-page'],
  ['no answer', { status: 0, breaks: true }, 'stage-unanswered'],
]

describe('every answer ends in a finding, and never in an all-clear', () => {
  test.each(REGISTRATIONS)('registration: %s', async (_name, answer, finding) => {
    examined.provider.serve({ 'POST /register': answer })
    const examination = await examined.examine()
    expect(errorsOf(examination)[0]).toBe(finding)
    expect(examination.passed.map(({ layer }) => layer)).not.toContain('registration')
  })

  test.each(TOKENS)('token: %s', async (_name, answer, finding) => {
    examined.provider.serve({ 'POST /token': answer })
    const examination = await examined.examine()
    expect(errorsOf(examination)[0]).toBe(finding)
    expect(JSON.stringify(examination)).not.toContain('gho_x')
    const hasToken = finding === 'token-opaque'
    expect(examination.passed.map(({ layer }) => layer).includes('token')).toBe(hasToken)
  })

  test('with all as it should be, only the API’s answer is an all-clear', async () => {
    examined.provider.serve({})
    const examination = await examined.examine()
    expect(errorsOf(examination)).toEqual([])
    expect(examination.passed.at(-1)?.text).toMatch(/^200 from the API/)
  })

  test('what is silent after the registration keeps what was seen before', async () => {
    examined.provider.serve({ 'GET /jwks': { status: 0, breaks: true } })
    const { findings, passed } = await examined.examine()
    expect(findings.find(({ id }) => id === 'stage-unanswered')?.layer).toBe('keys')
    expect(passed.map(({ layer }) => layer)).toEqual(
      expect.arrayContaining(['discovery', 'registration', 'token']),
    )
  })
})

describe('the doctor tries the innocent form before it accuses', () => {
  const CLIENT = {
    client_id: 'c1',
    client_secret: 'a-secret-of-c1',
    grant_types: ['client_credentials'],
  }
  const good: GivenAnswer = { status: 201, body: CLIENT }
  const refuse = (error_description: string): GivenAnswer => ({
    status: 400,
    body: { error: 'invalid_redirect_uri', error_description },
  })

  test('an empty list that is refused is left out', async () => {
    examined.provider.serve({
      'POST /register': ({ body }) =>
        body.includes('redirect_uris') ? refuse('redirect_uris cannot be empty') : good,
    })
    expect(errorsOf(await examined.examine())).toEqual([])
  })

  test('a redirect URI that is demanded is sent, and the way goes on', async () => {
    examined.provider.serve({
      'POST /register': ({ body }) =>
        body.includes('/callback') ? good : refuse('redirect_uris is missing'),
    })
    const { findings, passed } = await examined.examine()
    expect(findings[0]).toMatchObject({ id: 'redirect-mandatory', facts: { status: 201 } })
    expect(findings[0]?.cause).not.toContain('against')
    expect(passed.map(({ layer }) => layer)).toContain('gateway')
  })
})

describe('the doctor asks for what the server offers', () => {
  test('a server of the code flow is asked for that, and no token is demanded', async () => {
    const asked: string[] = []
    examined.provider.serve({
      'GET /.well-known/oauth-authorization-server': {
        status: 200,
        body: {
          issuer: 'BASE',
          token_endpoint: 'BASE/token',
          registration_endpoint: 'BASE/register',
          grant_types_supported: ['authorization_code', 'refresh_token'],
        },
      },
      'POST /register': ({ body }) => {
        asked.push(body)
        return {
          status: 201,
          body: { ...(JSON.parse(body) as object), client_id: 'c1', client_secret: 's' },
        }
      },
    })
    const examination = await examined.examine({ client: { kind: 'mcp_host' } })
    expect(errorsOf(examination)).toEqual([])
    expect(examination.findings.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['sign-in-needed', 'no-key-set']),
    )
    expect(JSON.parse(asked[0] ?? '')).toMatchObject({
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: ['http://127.0.0.1:33418/callback'],
    })
    expect(examined.provider.calls).not.toContain('POST /token')
  })

  test('a grant that the answer does not name is not asked for', async () => {
    examined.provider.serve({
      'POST /register': {
        status: 201,
        body: { client_id: 'c1', client_secret: 's', grant_types: ['authorization_code'] },
      },
    })
    const { findings } = await examined.examine()
    expect(findings.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['grant-dropped', 'sign-in-needed']),
    )
    expect(examined.provider.calls).not.toContain('POST /token')
  })
})

describe('a refused token is read', () => {
  const refused: GivenAnswer = { status: 401, body: { error: 'invalid_token' } }

  test.each([
    ['token-ended', { exp: 1_700_000_000 }],
    ['token-of-another-host', { iss: 'LOCALHOST' }],
    ['token-of-another-issuer', { iss: 'https://other.example/realms/a' }],
  ])('%s', async (finding, claims) => {
    examined.provider.serve({ 'POST /register': refused })
    const iss =
      'iss' in claims ? claims.iss.replace('LOCALHOST', elsewhere()) : examined.provider.base
    const initial_access_token =
      'exp' in claims
        ? readUnsigned({ ...claims, iss })
        : await examined.provider.signToken({ iss })
    const examination = await examined.examine({ initial_access_token })
    expect(errorsOf(examination)[0]).toBe(finding)
    expect(JSON.stringify(examination)).not.toContain(initial_access_token)
  })

  test('a 403 is not about an unknown token', async () => {
    examined.provider.serve({
      'POST /register': { status: 403, body: { error: 'insufficient_scope' } },
    })
    expect(errorsOf(await examined.examine({ initial_access_token: 'opaque' }))[0]).toBe(
      'registration-forbidden',
    )
  })

  function elsewhere(): string {
    return examined.provider.base.replace('127.0.0.1', 'localhost')
  }

  function readUnsigned(claims: object): string {
    const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
    return `${encode({ alg: 'HS256' })}.${encode(claims)}.c2lnbmF0dXJl`
  }
})
