import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Lab, type Signer, createSigner, openTestGateway } from './test-gateway.ts'

let signer: Signer
let lab: Lab

beforeAll(async () => {
  signer = await createSigner('key-1')
})
beforeEach(async () => {
  lab = await openTestGateway([signer.jwk])
})
afterEach(() => lab.close())

function useRules(jwt: Record<string, unknown>, change: Record<string, unknown> = {}) {
  const oas = {
    openapi: '3.0.3',
    info: { title: 'OKTA API', version: '1.0.0' },
    components: {
      securitySchemes: { jwtAuth: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
    'x-tyk-api-gateway': {
      info: { name: 'OKTA API', state: { active: true } },
      upstream: { url: lab.upstreamUrl },
      server: {
        listenPath: { value: '/api/' },
        authentication: { enabled: true, securitySchemes: { jwtAuth: { enabled: true, ...jwt } } },
      },
    },
  }
  return lab.putApi({ oas, ...change })
}

async function call(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}) {
  const { status, text, headers } = await lab.call('/api/x', {
    token: await signer.sign(claims, header),
  })
  if (status === 200) return 'passed'
  const verdict = lab.verdicts.get(headers.get('x-dcr-verdict') ?? '')
  const failed = verdict?.checks.find((check) => check.state === 'failed')
  return `${failed?.id}: ${status} ${(JSON.parse(text) as { error: string }).error}`
}

test('issuers and audiences', async () => {
  await useRules({ allowedIssuers: ['https://idp.test'], allowedAudiences: ['api://default'] })
  expect(await call({ aud: ['x', 'api://default'] })).toBe('passed')
  expect(await call({ aud: 'x' })).toBe(
    'audience: 401 Key not authorized: no matching audience found in token: [x]',
  )
  expect(await call({ aud: undefined })).toBe(
    'audience: 401 Key not authorized: audience claim is required but not present in token',
  )
  expect(await call({ aud: 'x', iss: undefined })).toBe(
    'issuer: 401 Key not authorized: issuer claim is required but not present in token',
  )
})

test('jti has to be there', async () => {
  await useRules({ jtiValidation: { enabled: true } })
  expect(await call({ jti: 'a' })).toBe('passed')
  expect(await call()).toBe(
    'claims: 401 Key not authorized: JWT ID (jti) claim is required but not present in token',
  )
})

test('the subject that is compared is the kid, unless it is skipped', async () => {
  await useRules({ allowedSubjects: ['client-1'] })
  expect(await call()).toBe('claims: 401 Key not authorized: invalid subject value: key-1')
  await useRules({ allowedSubjects: ['client-1'], skipKid: true })
  expect(await call()).toBe('passed')
  expect(await call({ sub: 'client-2' })).toBe(
    'claims: 401 Key not authorized: invalid subject value: client-2',
  )
})

test.each([
  [{ type: 'required' }, { a: { b: '' } }, 'passed'],
  [{ type: 'required' }, {}, 'custom claim a.b is required but not present in token'],
  [{ type: 'required' }, { a: { b: null } }, 'custom claim a.b expects a non nil value'],
  [{ type: 'exact_match', allowedValues: ['x', 1] }, { a: { b: 1 } }, 'passed'],
  [
    { type: 'exact_match', allowedValues: ['X', '1'] },
    { a: { b: 'x' } },
    'claim a.b value does not match any expected values',
  ],
  [{ type: 'contains', allowedValues: ['dmi'] }, { a: { b: 'admin' } }, 'passed'],
  [{ type: 'contains', allowedValues: ['admin'] }, { a: { b: ['user', 'admin'] } }, 'passed'],
  [{ type: 'contains', allowedValues: [7] }, { a: { b: 7 } }, 'passed'],
  [
    { type: 'contains', allowedValues: ['root'] },
    { a: { b: ['user'] } },
    'claim a.b value does not contain any expected values',
  ],
  [{ type: 'contains', allowedValues: ['root'], nonBlocking: true }, {}, 'passed'],
])('custom claim: %j over %j', async (rule, claims, outcome) => {
  await useRules({ customClaimValidation: { 'a.b': rule } })
  const expected = outcome === 'passed' ? outcome : `claims: 401 Key not authorized: ${outcome}`
  expect(await call(claims)).toBe(expected)
})

test('identity and policy from the first claim that has them', async () => {
  await lab.putPolicy({ id: 'other', quota_max: 5 })
  await useRules({
    subjectClaims: ['email', 'cid'],
    basePolicyClaims: ['a.pol', 'pol'],
    policyFieldName: 'pol',
  })
  await call({ cid: 'c', a: { pol: 'other' } })
  const [verdict] = lab.verdicts.list(1)
  const find = (id: string) => verdict?.checks.find((check) => check.id === id)?.evidence
  expect(find('identity')).toEqual([{ label: 'cid', value: 'c' }])
  expect(find('policy')).toContainEqual({ label: 'Policies', value: 'other' })
  expect(await call({ email: '' })).toBe(
    'identity: 403 found an empty user ID in predefined base claim, claim: email',
  )
})

test('basePolicyClaims alone name no policy, as in Tyk 5.14', async () => {
  await useRules({ basePolicyClaims: ['pol'] }, { jwt_default_policies: [] })
  expect(await call({ pol: 'okta-policy' })).toBe(
    'policy: 403 key not authorized: no matching policy found',
  )
})

test('scope claims are chosen by their names, and read by their paths', async () => {
  const scopes = {
    claims: ['a.scp', 'scp'],
    scopeToPolicyMapping: [{ scope: 'read', policyId: 'okta-policy' }],
  }
  await useRules({ scopes })
  expect(await call({ a: { scp: 'none' }, scp: ['read'] })).toBe('passed')
  expect(await call({ 'a.scp': 'none', scp: ['none'] })).toBe('passed')
  expect(await call({ 'a.scp': '', a: { scp: 'none' }, scp: ['read'] })).toBe(
    'policy: 403 key not authorized: no matching policy found in scope claim',
  )
})

test('keys from several sets', async () => {
  const other = await createSigner('key-9')
  const jwksURIs = [{ url: lab.jwksUrl }, { url: `${lab.jwksUrl}?second` }]
  lab.jwks.answer = (request, response) => {
    const keys = request.url?.endsWith('second') ? [other.jwk] : [signer.jwk]
    response.end(JSON.stringify({ keys }))
  }
  await useRules({ jwksURIs }, { jwt_source: '' })
  const token = await other.sign()
  expect((await lab.call('/api/x', { token })).status).toBe(200)
  expect(await call()).toBe('passed')
})

test('a key that an earlier set comes to have counts, for a token that is known, too', async () => {
  await lab.close()
  let nowMs = Date.now()
  lab = await openTestGateway([signer.jwk], { now: () => nowMs })
  const open = (kid: string) => createSigner(kid, 'RS256', () => nowMs)
  const [other, impostor, stranger] = await Promise.all([
    open('key-9'),
    open('key-9'),
    open('key-x'),
  ])
  let first = [signer.jwk]
  lab.jwks.answer = (request, response) => {
    const keys = request.url?.endsWith('second') ? [other.jwk] : first
    response.end(JSON.stringify({ keys }))
  }
  const jwksURIs = [{ url: lab.jwksUrl }, { url: `${lab.jwksUrl}?second` }]
  await useRules({ jwksURIs }, { jwt_source: '' })
  const token = await other.sign()
  const readStatus = async (text: string) => (await lab.call('/api/x', { token: text })).status
  expect([await readStatus(token), await readStatus(token)]).toEqual([200, 200])
  first = [impostor.jwk, stranger.jwk]
  nowMs += 31_000
  // A new key of the first set: it alone is fetched anew.
  expect(await readStatus(await stranger.sign())).toBe(200)
  expect(await readStatus(token)).not.toBe(200)
  expect(await readStatus(await impostor.sign())).toBe(200)
})

test('a key set is kept as long as the definition says, in whole seconds', async () => {
  await lab.close()
  let nowMs = Date.now()
  const exp = Math.floor(nowMs / 1000) + 3600
  lab = await openTestGateway([signer.jwk], { now: () => nowMs })
  const fetchesAfter = async (cacheTimeout: string | undefined, seconds: number) => {
    await useRules({ jwksURIs: [{ url: lab.jwksUrl, ...(cacheTimeout && { cacheTimeout }) }] })
    lab.gateway.clearJwksCache()
    await call({ exp })
    const before = lab.jwks.fetches
    nowMs += seconds * 1000
    expect(await call({ exp })).toBe('passed')
    return lab.jwks.fetches - before
  }
  expect(await fetchesAfter('10s', 9)).toBe(0)
  expect(await fetchesAfter('10s', 10)).toBe(1)
  expect(await fetchesAfter('10m', 300)).toBe(0)
  expect(await fetchesAfter('500ms', 9)).toBe(0)
  expect(await fetchesAfter(undefined, 239)).toBe(0)
  expect(await fetchesAfter(undefined, 240)).toBe(1)
})
