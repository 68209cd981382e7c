import { expect, test } from 'vitest'
import { compareMetadata } from './compare-metadata.ts'

type Metadata = Record<string, unknown>

const findEffect = (asked: Metadata, granted: Metadata): string | undefined =>
  compareMetadata(asked, granted)[0]?.effect

test('what was dropped comes first, then what was changed, the rest behind', () => {
  const members = compareMetadata(
    { client_name: 'App', scope: 'b a', contacts: ['x@y.example'], tos_uri: 'https://a.example/' },
    { client_name: 'App', scope: 'a b', tos_uri: 'https://b.example/', access_token_ttl: 300 },
  )
  expect(members.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'contacts dropped',
    'tos_uri changed',
    'client_name same',
    'scope same',
    'access_token_ttl added',
  ])
})

test('the answer’s bookkeeping is not metadata', () => {
  const granted = {
    client_id: 'c',
    client_id_issued_at: 1,
    client_secret_expires_at: 0,
    registration_client_uri: 'https://idp.example/c',
  }
  expect(compareMetadata({}, granted)).toEqual([])
})

test.each<[string, unknown, unknown]>([
  ['grant_types', ['a', 'b'], ['b', 'a']],
  ['jwks', { keys: [{ kty: 'RSA', e: 'AQAB' }] }, { keys: [{ e: 'AQAB', kty: 'RSA' }] }],
  ['require_auth_time', false, undefined],
  ['redirect_uris', [], []],
])('%s is the same in another order, or off by default', (name, asked, granted) => {
  const [member] = compareMetadata(
    { [name]: asked },
    { ...(granted !== undefined && { [name]: granted }) },
  )
  expect(member?.state).toBe('same')
})

test('an empty list that stays out is no difference at all', () => {
  expect(compareMetadata({ redirect_uris: [] }, {})).toEqual([])
})

test.each<[Metadata, Metadata, RegExp]>([
  [
    { token_endpoint_auth_method: 'private_key_jwt' },
    { token_endpoint_auth_method: 'client_secret_basic' },
    /has to carry the secret in its Authorization header.*invalid_client/,
  ],
  [
    { token_endpoint_auth_method: 'client_secret_post' },
    {},
    /does not say; the standard’s default is client_secret_basic/,
  ],
  [
    { token_endpoint_auth_method: 'client_secret_post' },
    { token_endpoint_auth_method: 'none' },
    /PKCE/,
  ],
  [
    { grant_types: ['authorization_code', 'refresh_token'] },
    { grant_types: ['authorization_code'] },
    /^No refresh token comes with a token/,
  ],
  [
    { grant_types: ['client_credentials'] },
    { grant_types: ['client_credentials', 'refresh_token'] },
    /Answers may contain refresh tokens/,
  ],
  [
    { grant_types: ['urn:ietf:params:oauth:grant-type:device_code'] },
    {},
    /does not say; the standard’s default is authorization_code/,
  ],
  [
    { redirect_uris: ['https://a.example/', 'https://b.example/'] },
    { redirect_uris: ['https://a.example/'] },
    /https:\/\/b\.example\/ ends on the provider’s error page: redirect_uri mismatch/,
  ],
  [{ scope: 'read write' }, { scope: 'read' }, /No token can carry write.*insufficient_scope/],
  [{ scope: 'read' }, {}, /does not say; the standard has no default/],
  [{ subject_type: 'pairwise' }, { subject_type: 'public' }, /sub is public/],
  [{ jwks: { keys: [] } }, {}, /no key of this client/],
  [{ dpop_bound_access_tokens: true }, { dpop_bound_access_tokens: false }, /plain bearer/],
  [{ dpop_bound_access_tokens: true }, {}, /plain bearer/],
  [{ contacts: ['a@b.example'] }, {}, /whom to write to/],
  [{ access_token_as_jwt: true }, { access_token_as_jwt: false }, /opaque/],
  [{ colour: 'red' }, { colour: 'blue' }, /What relies on red meets blue/],
  [{ colour: 'red' }, {}, /as if colour had never been sent/],
])('%j granted as %j says what breaks', (asked, granted, sentence) => {
  expect(findEffect(asked, granted)).toMatch(sentence)
})
