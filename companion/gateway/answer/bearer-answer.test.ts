import { expect, test } from 'vitest'
import type { CheckId } from '#shared/contract/verdict.ts'
import { nameMetadataPath, renderBearerAnswer } from './bearer-answer.ts'
import { OWN } from '../outcome/own-answers.ts'
import { refuse } from '../outcome/refusal.ts'
import { compileTestApi } from '../test/compile-test-api.ts'
import { TYK } from '../outcome/tyk-answers.ts'

type Answer = readonly [status: number, error: string]

const api = (name = 'OKTA API', scopes_supported: string[] = [], more: object = {}) =>
  compileTestApi({ name, config_data: { dcr_lab: { scopes_supported } }, ...more })

/** An API whose policies are chosen by scopes. */
const MAPPED = {
  scopes: { jwt: { scope_claim_name: 'scope', scope_to_policy: { read: 'p1', write: 'p2' } } },
}

interface Given {
  compiled?: ReturnType<typeof api>
  retryAfterSeconds?: number
  claims?: Record<string, unknown>
}

function render(
  check: CheckId,
  answer: Answer,
  { compiled = api(), retryAfterSeconds = 0, claims }: Given = {},
) {
  const why = { code: 'API_DELETED', retryAfterSeconds: retryAfterSeconds || undefined } as const
  return renderBearerAnswer(refuse(check, answer, why), compiled, {
    origin: 'http://gw.test',
    claims,
  })
}

const FIELDS = ['Content-Type', 'application/json', 'Cache-Control', 'no-store']
const METADATA = 'resource_metadata="http://gw.test/.well-known/oauth-protected-resource/api"'
const write = (error: string, error_description: string) =>
  JSON.stringify({ error, error_description })

test('the metadata stand below the gateway’s own address', () => {
  expect(nameMetadataPath('')).toBe('/.well-known/oauth-protected-resource')
  expect(nameMetadataPath('/api')).toBe('/.well-known/oauth-protected-resource/api')
})

test('a call without a token is challenged without an error', () => {
  expect(render('credential', TYK.noToken)).toEqual({
    status: 401,
    headers: [...FIELDS, 'WWW-Authenticate', `Bearer realm="OKTA API", ${METADATA}`],
    text: write('unauthorized', 'No access token came'),
    error: 'unauthorized',
  })
})

test('a token that came twice is a bad request, without a challenge', () => {
  expect(render('credential', OWN.repeatedCredential)).toEqual({
    status: 400,
    headers: FIELDS,
    text: write('invalid_request', 'Send the access token once'),
    error: 'invalid_request',
  })
})

test.each<[CheckId, Answer, string]>([
  ['token_shape', TYK.notAuthorized, 'The access token is not a JWT that this API takes'],
  ['key', TYK.notAuthorized, 'The key of the access token is not known here'],
  ['signature', TYK.notAuthorized, 'The signature of the access token is wrong'],
  ['time', TYK.expired, 'The access token has expired or is not valid yet'],
  ['issuer', TYK.notAuthorized, 'The access token is from another issuer'],
  ['audience', TYK.notAuthorized, 'The access token is for another audience'],
  ['claims', TYK.notAuthorized, 'A claim of the access token is missing or wrong'],
  ['identity', TYK.noIdentity, 'The access token does not say who is calling'],
  ['key_state', TYK.inactive, 'The session of this caller has ended'],
])('what %s refuses is an invalid token', (check, answer, description) => {
  expect(render(check, answer)).toEqual({
    status: 401,
    headers: [
      ...FIELDS,
      'WWW-Authenticate',
      `Bearer realm="OKTA API", error="invalid_token", error_description="${description}", ${METADATA}`,
    ],
    text: write('invalid_token', description),
    error: 'invalid_token',
  })
})

test.each<[CheckId, Answer]>([
  ['policy', TYK.noPolicy],
  ['access_right', TYK.apiDisallowed],
])(
  'what %s refuses with 403 is a scope that does not suffice where scopes choose',
  (check, answer) => {
    const description = 'The access token does not give access to this'
    const start = `Bearer realm="OKTA API", error="insufficient_scope", error_description="${description}", `
    expect(render(check, answer, { compiled: api('OKTA API', ['other'], MAPPED) })).toEqual({
      status: 403,
      headers: [...FIELDS, 'WWW-Authenticate', `${start}scope="read write", ${METADATA}`],
      text: write('insufficient_scope', description),
      error: 'insufficient_scope',
    })
  },
)

test.each([
  ['no scope chooses a policy', api('OKTA API', ['read']), { scope: 'openid' }],
  ['the token has every scope that does', api('OKTA API', [], MAPPED), { scope: 'write read' }],
])('a 403 is bare where %s: another sign-in would bring nothing', (_case, compiled, claims) => {
  expect(render('access_right', TYK.apiDisallowed, { compiled, claims })).toEqual({
    status: 403,
    headers: FIELDS,
    text: write('access_denied', 'The access token does not give access to this'),
    error: 'access_denied',
  })
})

test('scopes are named only where they would help', () => {
  const compiled = api('OKTA API', ['a'], MAPPED)
  expect(render('time', TYK.expired, { compiled })?.headers.at(-1)).not.toContain('scope=')
})

test('an API may name its scopes in every challenge, without the one for refresh tokens', () => {
  const lab = { challenge_scope: 'always', scopes_supported: ['a', 'offline_access', 'b'] }
  const compiled = api('OKTA API', [], { config_data: { dcr_lab: lab } })
  expect(render('credential', TYK.noToken, { compiled })?.headers.at(-1)).toBe(
    `Bearer realm="OKTA API", scope="a b", ${METADATA}`,
  )
})

test.each<[CheckId, Answer]>([
  ['rate', TYK.rateExceeded],
  ['quota', TYK.quotaExceeded],
])('what %s refuses may come later, without a challenge', (check, answer) => {
  const rendered = {
    status: 429,
    text: write('temporarily_unavailable', 'Too many requests'),
    error: 'temporarily_unavailable',
  }
  expect(render(check, answer)).toEqual({ ...rendered, headers: FIELDS })
  expect(render(check, answer, { retryAfterSeconds: 7 })).toEqual({
    ...rendered,
    headers: [...FIELDS, 'Retry-After', '7'],
  })
})

test('without keys to check with the call may come later', () => {
  expect(render('key', TYK.notAuthorized, { retryAfterSeconds: 7 })).toEqual({
    status: 503,
    headers: [...FIELDS, 'Retry-After', '7'],
    text: write('temporarily_unavailable', 'No keys to check with'),
    error: 'temporarily_unavailable',
  })
})

test('a challenge tells no time to wait', () => {
  expect(render('time', TYK.expired, { retryAfterSeconds: 7 })?.headers).not.toContain(
    'Retry-After',
  )
})

test.each<[CheckId, Answer]>([
  ['route', TYK.unknownPath],
  ['endpoint', TYK.endpointForbidden],
  ['upstream', TYK.upstreamBroken],
  ['policy', [500, 'failed to create key: x']],
])('what %s refuses with %j stays as it is', (check, answer) => {
  expect(render(check, answer)).toBeUndefined()
})

test('a name cannot break out of its quotes, and holds plain text only', () => {
  const { headers } =
    render('credential', TYK.noToken, { compiled: api('a"\\b\u00e4\u007f') }) ?? {}
  expect(headers?.at(-1)).toContain(`realm="a''b??", `)
})
