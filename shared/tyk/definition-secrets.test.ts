import { expect, test } from 'vitest'
import { listDefinitionSecrets, maskDefinition, restoreSecrets } from './definition-secrets.ts'

const HMAC = btoa('0Vvery-secret-shared-words')
const PEM = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----'

const SECRET: [where: string, definition: Record<string, unknown>][] = [
  ['an HMAC secret', { jwt_signing_method: 'hmac', jwt_source: btoa('shared words, 32 of them') }],
  ['one that begins as DER does', { jwt_signing_method: 'hmac', jwt_source: HMAC }],
  ['one without a method', { jwt_source: btoa('shared words, 32 of them') }],
  ['one in plain text', { jwt_signing_method: 'hmac', jwt_source: 'plain shared words!' }],
  ['one in OAS', { jwt: { enabled: true, signingMethod: 'hmac', source: HMAC } }],
  [
    'global headers',
    { versions: { a: { global_headers: { Authorization: 'Basic dTpwdw==1234' } } } },
  ],
  ['a header by its ending', { global_headers: { 'X-Upstream-Auth': 'words-of-the-upstream' } }],
  ['headers of OAS', { add: [{ name: 'X-Api-Key', value: 'key-of-the-upstream' }] }],
  ['basic auth of the upstream', { basic_auth: { password: 'password-of-the-upstream' } }],
  ['OAuth of the upstream', { client_credentials: { client_secret: 'secret-of-the-client' } }],
  ['request signing', { request_signing: { secret: 'secret-that-signs' } }],
  ['auth of signatures', { auth: { signature: { secret: 'secret-that-checks' } } }],
  ['a private key', { upstream_certificates: { 'a.example': PEM } }],
  ['a private JWK', { keys: [{ kty: 'oct', k: 'c2VjcmV0LXNlY3JldC1zZWNyZXQ' }] }],
  [
    'a password in an address',
    { proxy: { target_list: ['http://ada:lovelace-1815@a.example/x'] } },
  ],
  [
    'a key in an address',
    { uptime_tests: [{ url: 'https://a.example/x?api_key=key-of-the-api' }] },
  ],
  ['a policy’s data', { meta_data: { upstream_token: 'token-of-the-upstream' } }],
]

test.each(SECRET)('%s: masked, and put back when the mask comes back', (_where, definition) => {
  const [secret, ...more] = listDefinitionSecrets(definition)
  expect(more).toEqual([])
  const masked = maskDefinition(definition)
  expect(JSON.stringify(masked)).not.toContain(JSON.stringify(secret?.value).slice(1, -1))
  expect(JSON.stringify(masked)).toContain('••••')
  expect(restoreSecrets(masked, definition)).toEqual({ definition, unknown: [] })
  expect(maskDefinition(masked)).toEqual(masked)
  expect(restoreSecrets(masked, undefined).unknown).toEqual([secret?.path])
  expect(restoreSecrets(masked, {}).unknown).toHaveLength(1)
})

test.each([
  { jwt_signing_method: 'rsa', jwt_source: btoa('https://idp.example/keys') },
  { jwt_source: 'https://idp.example/keys' },
  {
    jwt_signing_method: 'rsa',
    jwt_source: btoa('-----BEGIN PUBLIC KEY-----\nMIIB\n-----END…'.slice(0, 40)),
  },
  { jwt_source: 'env://SHARED_SECRET', global_headers: { Authorization: '$secret_env.KEY' } },
  { auth: { auth_header_name: 'Authorization', use_cookie: true, cookie_name: 'session' } },
  { auth_configs: { authToken: { auth_header_name: 'X-Api-Key', param_name: 'api_key' } } },
  { scopes: { jwt: { scope_to_policy: { 'read:token': 'policy-of-tokens' } } } },
  { jwt_scope_to_policy_mapping: { token: 'policy-of-tokens' } },
  {
    global_headers: { 'X-Trace': 'one-two-three' },
    proxy: { target_url: 'http://a.example/?q=1' },
  },
])('%o has no secret', (definition) => {
  expect(maskDefinition(definition)).toEqual(definition)
})

test('two secrets with one mask are told apart by their places', () => {
  const known = { a: { password: 'first-one-abcd' }, b: { password: 'other-one-abcd' } }
  const masked = maskDefinition(known)
  expect(masked.a).toEqual(masked.b)
  expect(restoreSecrets(masked, known).definition).toEqual(known)
  const moved = restoreSecrets({ c: masked.a }, known)
  expect(moved.unknown).toEqual(['c.password'])
})

test('a list in another order keeps its secrets, and a new secret is taken', () => {
  const known = {
    add: [
      { name: 'X-Api-Key', value: 'key-of-the-upstream' },
      { name: 'X-Auth-Token', value: 'token-of-somebody' },
    ],
  }
  const { add } = maskDefinition(known)
  const [first, second] = add
  expect(restoreSecrets({ add: [second, first] }, known).definition).toEqual({
    add: known.add.toReversed(),
  })
  const changed = { add: [{ name: 'X-Api-Key', value: 'a-new-key' }] }
  expect(restoreSecrets(changed, known)).toEqual({ definition: changed, unknown: [] })
})
