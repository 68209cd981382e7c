import { expect, test } from 'vitest'
import { findContradictions } from './contradictions.ts'

type Metadata = Record<string, unknown>

const uri = 'https://app.example/callback'
const jwks = { keys: [{ kty: 'RSA' }] }

test.each<[string, Metadata]>([
  ['nothing', {}],
  ['client credentials', { grant_types: ['client_credentials'], redirect_uris: [] }],
  [
    'a web app',
    {
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [uri],
    },
  ],
  ['a service at Okta', { grant_types: ['client_credentials'], response_types: ['token'] }],
  [
    'the settings of Okta’s guide',
    {
      grant_types: ['client_credentials', 'implicit', 'authorization_code'],
      response_types: ['token'],
      redirect_uris: [uri],
    },
  ],
  [
    'private_key_jwt, whose key the companion makes',
    { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES256' },
  ],
  ['mutual TLS', { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_dns: 'app' }],
  ['encryption to a key', { jwks, id_token_encrypted_response_alg: 'RSA-OAEP' }],
  ['encryption to the secret', { id_token_encrypted_response_alg: 'dir' }],
  ['a device that renews', { grant_types: ['urn:x:device_code', 'refresh_token'] }],
])('%s goes together', (_name, metadata) => {
  expect(findContradictions(metadata)).toEqual([])
})

test.each<[string, Metadata, RegExp]>([
  ['jwks_uri', { jwks, jwks_uri: 'https://app.example/jwks' }, /must not both/],
  ['redirect_uris', { grant_types: ['authorization_code'] }, /at least one redirect URL/],
  ['redirect_uris', { grant_types: ['implicit'], redirect_uris: [] }, /grant implicit sends/],
  [
    'response_types',
    { grant_types: ['client_credentials'], response_types: ['code'] },
    /“code” needs the grant authorization_code/,
  ],
  [
    'response_types',
    {
      grant_types: ['authorization_code'],
      response_types: ['code id_token'],
      redirect_uris: [uri],
    },
    /needs the grant implicit/,
  ],
  [
    'response_types',
    { grant_types: ['authorization_code'], response_types: [], redirect_uris: [uri] },
    /needs the response type “code”/,
  ],
  [
    'response_types',
    { grant_types: ['implicit'], response_types: [], redirect_uris: [uri] },
    /“token” or “id_token”/,
  ],
  ['grant_types', { grant_types: ['client_credentials', 'refresh_token'] }, /only renews/],
  [
    'token_endpoint_auth_method',
    { token_endpoint_auth_method: 'none', grant_types: ['client_credentials'] },
    /proves nothing/,
  ],
  [
    'token_endpoint_auth_signing_alg',
    { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'HS256' },
    /with a key/,
  ],
  [
    'token_endpoint_auth_signing_alg',
    { token_endpoint_auth_method: 'client_secret_jwt', token_endpoint_auth_signing_alg: 'RS256' },
    /with the secret/,
  ],
  [
    'token_endpoint_auth_signing_alg',
    { token_endpoint_auth_method: 'client_secret_post', token_endpoint_auth_signing_alg: 'RS256' },
    /signs nothing/,
  ],
  ['jwks', { token_endpoint_auth_method: 'self_signed_tls_client_auth' }, /certificate in jwks/],
  ['tls_client_auth_subject_dn', { token_endpoint_auth_method: 'tls_client_auth' }, /needs one/],
  [
    'tls_client_auth_subject_dn',
    { tls_client_auth_san_dns: 'app', tls_client_auth_san_ip: '::1' },
    /exactly one/,
  ],
  [
    'sector_identifier_uri',
    { subject_type: 'pairwise', redirect_uris: [uri, 'https://other.example/'] },
    /several hosts/,
  ],
  [
    'backchannel_token_delivery_mode',
    { grant_types: ['urn:openid:params:grant-type:ciba'] },
    /choose poll, ping or push/,
  ],
  [
    'backchannel_token_delivery_mode',
    { backchannel_token_delivery_mode: 'ping' },
    /or choose poll/,
  ],
  ['backchannel_logout_uri', { backchannel_logout_session_required: true }, /give that address/],
  ['id_token_encrypted_response_alg', { id_token_encrypted_response_alg: 'ECDH-ES' }, /is none/],
  ['userinfo_encrypted_response_alg', { userinfo_encrypted_response_enc: 'A256GCM' }, /no effect/],
  [
    'request_object_signing_alg',
    { require_signed_request_object: true, request_object_signing_alg: 'none' },
    /wants a signature/,
  ],
  [
    'id_token_signed_response_alg',
    {
      grant_types: ['implicit'],
      response_types: ['id_token'],
      redirect_uris: [uri],
      id_token_signed_response_alg: 'none',
    },
    /has to be signed/,
  ],
])('%s says what is wrong with %j', (field, metadata, message) => {
  expect(findContradictions(metadata)).toEqual([
    { field, rule: 'contradiction', message: expect.stringMatching(message) as unknown },
  ])
})

test('settings that were not changed are not judged', () => {
  const guide = {
    grant_types: ['client_credentials', 'implicit', 'authorization_code'],
    response_types: ['token'],
    redirect_uris: [],
  }
  expect(findContradictions({ ...guide, contacts: ['a@b.example'] }, ['contacts'])).toEqual([])
  expect(findContradictions(guide, ['grant_types'])).not.toEqual([])
})
