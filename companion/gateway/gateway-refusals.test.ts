import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Lab, type Signer, answerJson, createSigner, openLab } from './testing.ts'

let signer: Signer
let stranger: Signer
let lab: Lab
let nowMs: number

beforeAll(async () => {
  signer = await createSigner('key-1')
  stranger = await createSigner('key-1')
})
beforeEach(async () => {
  nowMs = Date.now()
  lab = await openLab([signer.jwk], { now: () => nowMs })
})
afterEach(() => lab.close())

const json = (error: string) => `{\n    "error": ${JSON.stringify(error)}\n}`
const seconds = () => Math.floor(nowMs / 1000)

/** The whole answer, byte for byte, and that nothing went through. */
async function expectRefusal(token: string | undefined, status: number, error: string) {
  const before = lab.hits.length
  const answer = await lab.call('/api/x', token === undefined ? {} : { token })
  expect([answer.status, answer.text]).toEqual([status, json(error)])
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(answer.headers.get('x-generator')).toBe('tyk.io')
  expect(answer.headers.get('x-dcr-verdict')).toBeTruthy()
  expect(answer.headers.get('x-ratelimit-limit')).toBeNull()
  expect(answer.headers.get('retry-after')).toBeNull()
  expect(lab.hits.length).toBe(before)
}

test('a good token passes', async () => {
  const answer = await lab.call('/api/x', { token: await signer.sign() })
  expect([answer.status, answer.text]).toEqual([200, 'hello'])
  expect(answer.headers.get('x-ratelimit-limit')).toBe('-1')
  expect(answer.headers.get('x-ratelimit-remaining')).toBe('0')
  expect(answer.headers.get('x-ratelimit-reset')).toBe('0')
})

test('no token', () => expectRefusal(undefined, 400, 'Authorization field missing'))

test('a foreign scheme is read as a token and fails', async () => {
  const answer = await lab.call('/api/x', { headers: { authorization: 'Basic YTpi' } })
  expect([answer.status, answer.text]).toEqual([403, json('Key not authorized')])
})

test('the scheme is compared without case, and may be left out', async () => {
  const token = await signer.sign()
  for (const value of [`bearer ${token}`, `BEARER ${token}`, token]) {
    const answer = await lab.call('/api/x', { headers: { authorization: value } })
    expect(answer.status).toBe(200)
  }
})

test('an algorithm of another family', async () => {
  const other = await createSigner('key-1', 'ES256')
  await expectRefusal(await other.sign(), 403, 'Key not authorized: Unexpected signing method')
})

test('a signature of somebody else', async () => {
  await expectRefusal(await stranger.sign(), 403, 'Key not authorized')
})

test('an unknown kid', async () => {
  await expectRefusal(await signer.sign({}, { kid: 'nobody' }), 403, 'Key not authorized')
})

test('a key set that cannot be fetched', async () => {
  lab.jwks.answer = (_request, response) => response.writeHead(500).end()
  await expectRefusal(await signer.sign(), 403, 'Key not authorized')
})

test('no key source at all', async () => {
  await lab.putApi({ jwt_source: '' })
  await expectRefusal(await signer.sign(), 403, 'Key not authorized')
})

test('exp, iat and nbf, the last failure speaks', async () => {
  const at = seconds()
  const expired = { exp: at }
  await expectRefusal(await signer.sign(expired), 401, 'Key not authorized: token has expired')
  const later = { iat: at + 60 }
  await expectRefusal(await signer.sign(later), 401, 'Key not authorized: token used before issued')
  const notYet = { nbf: at + 60 }
  await expectRefusal(await signer.sign(notYet), 401, 'Key not authorized: token is not valid yet')
  await expectRefusal(
    await signer.sign({ ...expired, ...later, ...notYet }),
    401,
    'Key not authorized: token is not valid yet',
  )
})

test('a token that passed is refused once it has expired', async () => {
  const token = await signer.sign({ exp: seconds() + 10 })
  expect((await lab.call('/api/x', { token })).status).toBe(200)
  nowMs += 11_000
  await expectRefusal(token, 401, 'Key not authorized: token has expired')
})

test('skews in seconds', async () => {
  await lab.putApi({ jwt_expires_at_validation_skew: 5, jwt_not_before_validation_skew: 5 })
  const token = await signer.sign({ exp: seconds() - 4, nbf: seconds() + 4 })
  await lab.putPolicy({ key_expires_in: 0 })
  expect((await lab.call('/api/x', { token })).status).toBe(200)
})

test('an audience or issuer of the wrong type or name', async () => {
  await expectRefusal(
    await signer.sign({ aud: ['a', 1] }),
    401,
    'Key not authorized: invalid audience claim format',
  )
  await lab.putApi({
    config_data: { jwt_allowed_issuers: ['https://idp.test'], jwt_allowed_audiences: ['api'] },
  })
  expect((await lab.call('/api/x', { token: await signer.sign({ aud: 'api' }) })).status).toBe(200)
  await expectRefusal(
    await signer.sign({ iss: 'https://evil.test' }),
    401,
    'Key not authorized: invalid issuer claim: https://evil.test',
  )
  await expectRefusal(
    await signer.sign({ aud: ['x', 'y'] }),
    401,
    'Key not authorized: no matching audience found in token: [x y]',
  )
})

test('identities that are empty or missing', async () => {
  await lab.putApi({ jwt_identity_base_field: 'email' })
  await expectRefusal(
    await signer.sign({ email: '' }),
    403,
    'found an empty user ID in predefined base claim, claim: email',
  )
  await expectRefusal(await signer.sign({ sub: '' }), 403, 'found an empty user ID in sub claim')
  await expectRefusal(
    await signer.sign({ sub: undefined }),
    403,
    'no suitable claims for user ID were found',
  )
})

test('policies that are unknown, missing or empty', async () => {
  await expectRefusal(
    await signer.sign({ pol: 'nobody' }),
    403,
    'key not authorized: no matching policy',
  )
  await lab.putApi({ jwt_default_policies: [] })
  await expectRefusal(await signer.sign(), 403, 'key not authorized: no matching policy found')
  await lab.putApi({ jwt_default_policies: ['gone'] })
  await expectRefusal(await signer.sign(), 500, 'failed to create key: policy not found: "gone"')
  await lab.putApi({ jwt_default_policies: ['gone', 'lost'] })
  const none = 'failed to create key: key has no valid policies to be applied'
  await expectRefusal(await signer.sign(), 500, none)
  await lab.putApi()
  await lab.putPolicy({ access_rights: {} })
  await expectRefusal(await signer.sign(), 500, none)
})

test('a new policy that cannot be applied to a known session', async () => {
  const token = await signer.sign()
  expect((await lab.call('/api/x', { token })).status).toBe(200)
  await lab.putApi({ jwt_default_policies: ['gone'] })
  await expectRefusal(token, 403, 'key not authorized: could not apply new policy')
  await lab.putApi({ jwt_default_policies: ['gone', 'lost'] })
  await expectRefusal(token, 403, 'key not authorized: could not apply several policies')
})

test('a policy of another organisation', async () => {
  await lab.putPolicy({ org_id: 'other' })
  await expectRefusal(
    await signer.sign({ pol: 'okta-policy' }),
    403,
    'key not authorized: no matching policy',
  )
})

test('an inactive policy', async () => {
  await lab.putPolicy({ is_inactive: true })
  await expectRefusal(await signer.sign(), 403, 'Key is inactive, please renew')
})

test('a session that has ended', async () => {
  await lab.putPolicy({ key_expires_in: 60 })
  const token = await signer.sign({ exp: undefined })
  expect((await lab.call('/api/x', { token })).status).toBe(200)
  nowMs += 60_000
  await expectRefusal(token, 401, 'Key has expired, please renew')
})

test('an API or path outside the access rights', async () => {
  await lab.putPolicy({ access_rights: { other: { api_id: 'other' } } })
  await expectRefusal(await signer.sign(), 403, 'Access to this API has been disallowed')
  const allowed_urls = [{ url: '^/open', methods: ['GET'] }]
  await lab.putPolicy({ access_rights: { 'okta-api': { api_id: 'okta-api', allowed_urls } } })
  await expectRefusal(await signer.sign(), 403, 'Access to this resource has been disallowed')
  expect((await lab.call('/api/open', { token: await signer.sign() })).status).toBe(200)
})

test('a rate, shared by all tokens of one identity', async () => {
  await lab.putPolicy({ rate: 2, per: 10 })
  const statuses = []
  for (const jti of ['a', 'b', 'c'])
    statuses.push((await lab.call('/api/x', { token: await signer.sign({ jti }) })).status)
  expect(statuses).toEqual([200, 200, 429])
  await expectRefusal(await signer.sign(), 429, 'Rate Limit Exceeded')
  expect((await lab.call('/api/x', { token: await signer.sign({ sub: 'else' }) })).status).toBe(200)
  nowMs += 10_000
  expect((await lab.call('/api/x', { token: await signer.sign() })).status).toBe(200)
})

test('a quota, with its headers', async () => {
  await lab.putPolicy({ quota_max: 2, quota_renewal_rate: 60 })
  const token = await signer.sign()
  const first = await lab.call('/api/x', { token })
  expect(first.headers.get('x-ratelimit-limit')).toBe('2')
  expect(first.headers.get('x-ratelimit-remaining')).toBe('1')
  expect(first.headers.get('x-ratelimit-reset')).toBe(String(Math.floor((nowMs + 60_000) / 1000)))
  await lab.call('/api/x', { token })
  await expectRefusal(token, 403, 'Quota exceeded')
  nowMs += 60_000
  expect((await lab.call('/api/x', { token })).status).toBe(200)
})

test('the rate of the API as a whole', async () => {
  await lab.putApi({ global_rate_limit: { rate: 1, per: 60 } })
  expect((await lab.call('/api/x', { token: await signer.sign() })).status).toBe(200)
  await expectRefusal(await signer.sign({ sub: 'else' }), 429, 'API Rate Limit Exceeded')
})

test('two issuers with the same sub share nothing', async () => {
  await lab.putPolicy({
    rate: 1,
    access_rights: { 'okta-api': { api_id: 'okta-api' }, second: { api_id: 'second' } },
  })
  await lab.putApi({
    api_id: 'second',
    jwt_source: btoa(`${lab.jwksUrl}?second`),
    proxy: { listen_path: '/second/' },
  })
  const token = await signer.sign()
  expect((await lab.call('/api/x', { token })).status).toBe(200)
  expect((await lab.call('/second/x', { token })).status).toBe(200)
  expect((await lab.call('/api/x', { token })).status).toBe(429)
})

test('an unknown path is plain text', async () => {
  const answer = await lab.call('/nowhere')
  expect([answer.status, answer.text]).toEqual([404, 'Not Found'])
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
})

test('an inactive API is not there', async () => {
  await lab.putApi({ active: false })
  expect((await lab.call('/api/x')).status).toBe(404)
})

test('an API without versions', async () => {
  await lab.putApi({ version_data: { not_versioned: true, versions: {} } })
  await expectRefusal(
    await signer.sign(),
    403,
    'No default API version for this non-versioned API found',
  )
})

test('an API with auth tokens knows none', async () => {
  await lab.putApi({ enable_jwt: false })
  await expectRefusal(undefined, 401, 'Authorization field missing')
  await expectRefusal(await signer.sign(), 403, 'Access to this API has been disallowed')
})

test('a keyless API asks for nothing', async () => {
  await lab.putApi({ use_keyless: true })
  const answer = await lab.call('/api/x')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('x-ratelimit-limit')).toBe('0')
})

test.each(['text/xml', 'application/xml; charset=utf-8', 'application/soap+xml'])(
  'a request of type %s gets XML',
  async (type) => {
    const answer = await lab.call('/api/x', {
      method: 'POST',
      headers: { 'content-type': type },
      body: '<a/>',
    })
    expect(answer.text).toBe(
      '<?xml version = "1.0" encoding = "UTF-8"?>\n<error>Authorization field missing</error>',
    )
    expect(answer.headers.get('content-type')).toBe(type.split(';')[0])
  },
)

test('the API answers at its id, too', async () => {
  expect((await lab.call('/okta-api/x', { token: await signer.sign() })).status).toBe(200)
  expect(lab.hits[0]?.url).toBe('/x')
})

test('query and cookie win over the header when they are switched on', async () => {
  const places = { use_param: true, param_name: 'jwt', use_cookie: true, cookie_name: 'jwt' }
  await lab.putApi({ auth_configs: { jwt: { auth_header_name: 'x-token', ...places } } })
  const good = await signer.sign()
  const header = await lab.call('/api/x', { headers: { 'x-token': good } })
  const query = await lab.call(`/api/x?jwt=${good}`, { headers: { 'x-token': 'bad' } })
  const cookie = await lab.call('/api/x?jwt=bad', { headers: { cookie: `a=b; jwt=${good}` } })
  expect([header.status, query.status, cookie.status]).toEqual([200, 200, 200])
})

test('a definition that changes is live at once', async () => {
  await lab.putApi({ proxy: { listen_path: '/moved/' } })
  expect((await lab.call('/api/x')).status).toBe(404)
  expect((await lab.call('/moved/x', { token: await signer.sign() })).status).toBe(200)
  await lab.apis.delete('okta-api')
  expect((await lab.call('/moved/x')).status).toBe(404)
})

test('keys that change refuse what the old ones signed', async () => {
  const token = await signer.sign()
  expect((await lab.call('/api/x', { token })).status).toBe(200)
  lab.jwks.answer = answerJson({ keys: [stranger.jwk] })
  lab.gateway.clearJwksCache('okta-api')
  await expectRefusal(token, 403, 'Key not authorized')
})

test('the second sight of a token asks for nothing', async () => {
  const token = await signer.sign()
  for (let at = 0; at < 5; at += 1) await lab.call('/api/x', { token })
  expect(lab.jwks.fetches).toBe(1)
})

test('/hello needs nothing', async () => {
  const answer = await lab.call('/hello')
  expect(answer.status).toBe(200)
  expect(JSON.parse(answer.text)).toMatchObject({ status: 'pass', description: 'Tyk GW' })
})
