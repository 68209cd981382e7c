import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Lab, type Signer, answerJson, createSigner, openTestGateway } from './test-gateway.ts'

let signer: Signer
let stranger: Signer
let lab: Lab
let nowMs: number

beforeAll(async () => {
  signer = await createSigner('key-1', 'RS256', () => nowMs)
  stranger = await createSigner('key-1', 'RS256', () => nowMs)
})
beforeEach(async () => {
  nowMs = Date.now()
  lab = await openTestGateway([signer.jwk], { now: () => nowMs })
})
afterEach(() => lab.close())

const json = (error: string) => `{\n    "error": ${JSON.stringify(error)}\n}`
const seconds = () => Math.floor(nowMs / 1000)

/** The whole answer, byte for byte, and what went through to the upstream. */
async function call(token?: string) {
  const before = lab.hits.length
  const { status, text, headers } = await lab.call('/api/x', token === undefined ? {} : { token })
  return {
    status,
    text,
    mediaType: headers.get('content-type'),
    generator: headers.get('x-generator'),
    hasVerdict: headers.has('x-dcr-verdict'),
    hasLimits: headers.has('x-ratelimit-limit') || headers.has('retry-after'),
    hits: lab.hits.length - before,
  }
}

const refusal = (status: number, error: string) => ({
  status,
  text: json(error),
  mediaType: 'application/json',
  generator: 'tyk.io',
  hasVerdict: true,
  hasLimits: false,
  hits: 0,
})

test('a good token passes', async () => {
  const answer = await lab.call('/api/x', { token: await signer.sign() })
  expect([answer.status, answer.text]).toEqual([200, 'hello'])
  expect(answer.headers.get('x-ratelimit-limit')).toBe('-1')
  expect(answer.headers.get('x-ratelimit-remaining')).toBe('0')
  expect(answer.headers.get('x-ratelimit-reset')).toBe('0')
})

test('no token', async () => {
  expect(await call()).toEqual(refusal(400, 'Authorization field missing'))
})

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
  expect(await call(await other.sign())).toEqual(
    refusal(403, 'Key not authorized: Unexpected signing method'),
  )
})

test('a signature with another key', async () => {
  expect(await call(await stranger.sign())).toEqual(refusal(403, 'Key not authorized'))
})

test('an unknown kid', async () => {
  expect(await call(await signer.sign({}, { kid: 'nobody' }))).toEqual(
    refusal(403, 'Key not authorized'),
  )
})

test('a key set that cannot be fetched', async () => {
  lab.jwks.answer = (_request, response) => response.writeHead(500).end()
  expect(await call(await signer.sign())).toEqual(refusal(403, 'Key not authorized'))
})

test('no key source at all', async () => {
  await lab.putApi({ jwt_source: '' })
  expect(await call(await signer.sign())).toEqual(refusal(403, 'Key not authorized'))
})

test('exp, iat and nbf, the last failure speaks', async () => {
  const at = seconds()
  const expired = { exp: at }
  expect(await call(await signer.sign(expired))).toEqual(
    refusal(401, 'Key not authorized: token has expired'),
  )
  const later = { iat: at + 60 }
  expect(await call(await signer.sign(later))).toEqual(
    refusal(401, 'Key not authorized: token used before issued'),
  )
  const notYet = { nbf: at + 60 }
  expect(await call(await signer.sign(notYet))).toEqual(
    refusal(401, 'Key not authorized: token is not valid yet'),
  )
  expect(await call(await signer.sign({ ...expired, ...later, ...notYet }))).toEqual(
    refusal(401, 'Key not authorized: token is not valid yet'),
  )
})

test('a token that passed is refused once it has expired', async () => {
  const token = await signer.sign({ exp: seconds() + 10 })
  expect((await lab.call('/api/x', { token })).status).toBe(200)
  nowMs += 11_000
  expect(await call(token)).toEqual(refusal(401, 'Key not authorized: token has expired'))
})

test('skews in seconds', async () => {
  await lab.putApi({ jwt_expires_at_validation_skew: 5, jwt_not_before_validation_skew: 5 })
  const token = await signer.sign({ exp: seconds() - 4, nbf: seconds() + 4 })
  expect((await lab.call('/api/x', { token })).status).toBe(200)
})

test('an audience or issuer of the wrong type or name', async () => {
  expect(await call(await signer.sign({ aud: ['a', 1] }))).toEqual(
    refusal(401, 'Key not authorized: invalid audience claim format'),
  )
  await lab.putApi({
    config_data: {
      dcr_lab: { allowed_issuers: ['https://idp.test'], allowed_audiences: ['api'] },
    },
  })
  expect((await lab.call('/api/x', { token: await signer.sign({ aud: 'api' }) })).status).toBe(200)
  expect(await call(await signer.sign({ iss: 'https://evil.test' }))).toEqual(
    refusal(401, 'Key not authorized: invalid issuer claim: https://evil.test'),
  )
  expect(await call(await signer.sign({ aud: ['x', 'y'] }))).toEqual(
    refusal(401, 'Key not authorized: no matching audience found in token: [x y]'),
  )
})

test('identities that are empty or missing', async () => {
  await lab.putApi({ jwt_identity_base_field: 'email' })
  expect(await call(await signer.sign({ email: '' }))).toEqual(
    refusal(403, 'found an empty user ID in predefined base claim, claim: email'),
  )
  expect(await call(await signer.sign({ sub: '' }))).toEqual(
    refusal(403, 'found an empty user ID in sub claim'),
  )
  expect(await call(await signer.sign({ sub: undefined }))).toEqual(
    refusal(403, 'no suitable claims for user ID were found'),
  )
})

test('policies that are unknown, missing or empty', async () => {
  expect(await call(await signer.sign({ pol: 'nobody' }))).toEqual(
    refusal(403, 'key not authorized: no matching policy'),
  )
  await lab.putApi({ jwt_default_policies: [] })
  expect(await call(await signer.sign())).toEqual(
    refusal(403, 'key not authorized: no matching policy found'),
  )
  await lab.putApi({ jwt_default_policies: ['gone'] })
  expect(await call(await signer.sign())).toEqual(
    refusal(500, 'failed to create key: policy not found: "gone"'),
  )
  await lab.putApi({ jwt_default_policies: ['gone', 'lost'] })
  const none = 'failed to create key: key has no valid policies to be applied'
  expect(await call(await signer.sign())).toEqual(refusal(500, none))
  await lab.putApi()
  await lab.putPolicy({ access_rights: {} })
  expect(await call(await signer.sign())).toEqual(refusal(500, none))
})

test('another policy for a known session', async () => {
  const token = await signer.sign()
  expect((await lab.call('/api/x', { token })).status).toBe(200)
  await lab.putApi({ jwt_default_policies: ['gone', 'okta-policy'] })
  expect(await call(token)).toEqual(refusal(403, 'key not authorized: no matching policy'))
  await lab.putPolicy({ id: 'empty', access_rights: {} })
  await lab.putApi({ jwt_default_policies: ['empty'] })
  expect(await call(token)).toEqual(refusal(403, 'key not authorized: could not apply new policy'))
})

test('a policy of another organisation', async () => {
  await lab.putPolicy({ org_id: 'other' })
  expect(await call(await signer.sign({ pol: 'okta-policy' }))).toEqual(
    refusal(403, 'key not authorized: no matching policy'),
  )
})

test('an inactive policy', async () => {
  await lab.putPolicy({ is_inactive: true })
  expect(await call(await signer.sign())).toEqual(refusal(403, 'Key is inactive, please renew'))
})

test('a session that has ended', async () => {
  await lab.putPolicy({ key_expires_in: 60 })
  const token = await signer.sign({ exp: undefined })
  expect((await lab.call('/api/x', { token })).status).toBe(200)
  nowMs += 60_001
  expect(await call(token)).toEqual(refusal(401, 'Key has expired, please renew'))
})

test('an API or path outside the access rights', async () => {
  await lab.putPolicy({ access_rights: { other: { api_id: 'other' } } })
  expect(await call(await signer.sign())).toEqual(
    refusal(403, 'Access to this API has been disallowed'),
  )
  const allowed_urls = [{ url: '^/open', methods: ['GET'] }]
  await lab.putPolicy({ access_rights: { 'okta-api': { api_id: 'okta-api', allowed_urls } } })
  expect(await call(await signer.sign())).toEqual(
    refusal(403, 'Access to this resource has been disallowed'),
  )
  expect((await lab.call('/api/open', { token: await signer.sign() })).status).toBe(200)
})

test('a rate, shared by all tokens of one identity', async () => {
  await lab.putPolicy({ rate: 2, per: 10 })
  const statuses = []
  for (const jti of ['a', 'b', 'c'])
    statuses.push((await lab.call('/api/x', { token: await signer.sign({ jti }) })).status)
  expect(statuses).toEqual([200, 200, 429])
  expect(await call(await signer.sign())).toEqual(refusal(429, 'Rate Limit Exceeded'))
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
  expect(await call(token)).toEqual(refusal(403, 'Quota exceeded'))
  nowMs += 60_000
  expect((await lab.call('/api/x', { token })).status).toBe(200)
})

test('the rate of the API as a whole', async () => {
  await lab.putApi({ global_rate_limit: { rate: 1, per: 60 } })
  expect((await lab.call('/api/x', { token: await signer.sign() })).status).toBe(200)
  expect(await call(await signer.sign({ sub: 'else' }))).toEqual(
    refusal(429, 'API Rate Limit Exceeded'),
  )
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

test('an API that is not active is served, as by a Tyk without Dashboard', async () => {
  await lab.putApi({ active: false })
  expect((await lab.call('/api/x', { token: await signer.sign() })).status).toBe(200)
})

test('an API without versions', async () => {
  await lab.putApi({ version_data: { not_versioned: true, versions: {} } })
  expect(await call(await signer.sign())).toEqual(
    refusal(403, 'No default API version for this non-versioned API found'),
  )
})

test('an API with auth tokens knows none', async () => {
  await lab.putApi({ enable_jwt: false })
  expect(await call()).toEqual(refusal(401, 'Authorization field missing'))
  expect(await call(await signer.sign())).toEqual(
    refusal(403, 'Access to this API has been disallowed'),
  )
})

test('a keyless API asks for nothing', async () => {
  await lab.putApi({ use_keyless: true })
  const answer = await lab.call('/api/x')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('x-ratelimit-limit')).toBe('0')
})

test('keys that change refuse what the old ones signed', async () => {
  const token = await signer.sign()
  expect((await lab.call('/api/x', { token })).status).toBe(200)
  lab.jwks.answer = answerJson({ keys: [stranger.jwk] })
  lab.gateway.clearJwksCache('okta-api')
  expect(await call(token)).toEqual(refusal(403, 'Key not authorized'))
})
