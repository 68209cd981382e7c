import { describe, expect, test } from 'vitest'
import { METADATA_GROUPS } from './fields/metadata-field.ts'
import { METADATA_FIELDS } from './fields/metadata-fields.ts'
import {
  findFieldIssues,
  findFurtherIssue,
  readFurtherMembers,
  readMembers,
} from './read-metadata.ts'

const part = (value: unknown): string =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const statement = `${part({ alg: 'RS256' })}.${part({ iss: 'https://vendor.example' })}.c2ln`

function findIssues(name: string, input: unknown) {
  const field = METADATA_FIELDS.find((candidate) => candidate.name === name)
  if (!field) throw new RangeError(name)
  return findFieldIssues(field, input)
}

describe('the table', () => {
  test('names each member once, in a group, with one line and a section of a standard', () => {
    const names = METADATA_FIELDS.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { name, group, explanation, reference } of METADATA_FIELDS) {
      expect(METADATA_GROUPS[group], name).toBeTruthy()
      expect(explanation, name).toMatch(/^[A-Z].*\.$/)
      expect(reference.text, name).toContain('§')
      expect(reference.href, name).toMatch(/^https:\/\/(www\.rfc-editor\.org|openid\.net)\/.*#/)
    }
  })

  test.each([
    // RFC 7591 §2
    'redirect_uris token_endpoint_auth_method grant_types response_types client_name client_uri',
    'logo_uri scope contacts tos_uri policy_uri jwks_uri jwks software_id software_version',
    'software_statement',
    // OpenID Connect registration §2
    'application_type sector_identifier_uri subject_type id_token_signed_response_alg',
    'id_token_encrypted_response_alg id_token_encrypted_response_enc userinfo_signed_response_alg',
    'userinfo_encrypted_response_alg userinfo_encrypted_response_enc request_object_signing_alg',
    'request_object_encryption_alg request_object_encryption_enc token_endpoint_auth_signing_alg',
    'default_max_age require_auth_time default_acr_values initiate_login_uri request_uris',
    // Registered since
    'post_logout_redirect_uris backchannel_logout_uri frontchannel_logout_uri',
    'dpop_bound_access_tokens require_pushed_authorization_requests tls_client_auth_subject_dn',
    'tls_client_certificate_bound_access_tokens require_signed_request_object',
  ])('has %s', (names) => {
    const known = METADATA_FIELDS.map(({ name }) => name)
    expect(known).toEqual(expect.arrayContaining(names.split(' ')))
  })
})

test('what is empty is not sent, and each value has its type on the wire', () => {
  const metadata = readMembers(METADATA_FIELDS, {
    client_uri: ' https://app.example/ ',
    logo_uri: '',
    contacts: ['ops@app.example', ' '],
    default_acr_values: [],
    default_max_age: 60,
    require_auth_time: 'true',
    dpop_bound_access_tokens: 'false',
    tls_client_certificate_bound_access_tokens: '',
    jwks: '{"keys":[{"kty":"RSA"}]}',
  })
  expect(metadata).toEqual({
    client_uri: 'https://app.example/',
    contacts: ['ops@app.example'],
    default_max_age: 60,
    require_auth_time: true,
    dpop_bound_access_tokens: false,
    jwks: { keys: [{ kty: 'RSA' }] },
  })
})

test('a script may give JSON itself', () => {
  const jwks = { keys: [{ kty: 'EC' }] }
  const inputs = { jwks, require_auth_time: true, further_members: { colour: 'red' } }
  expect(readMembers(METADATA_FIELDS, inputs)).toEqual({ jwks, require_auth_time: true })
  expect(readFurtherMembers(inputs)).toEqual({ colour: 'red' })
})

test.each([
  ['client_uri', 'http://app.example'],
  ['jwks_uri', 'https://app.example/jwks'],
  ['jwks_uri', 'http://127.0.0.1:9000/jwks'],
  ['request_uris', ['https://app.example/request#hash']],
  ['post_logout_redirect_uris', ['com.example.app:/out']],
  ['contacts', ['ops@app.example', 'https://app.example/help']],
  ['default_max_age', '3600'],
  ['grant_types', ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code']],
  ['scope', 'openid read:orders'],
  ['software_statement', statement],
])('%s takes %j', (name, input) => {
  expect(findIssues(name, input)).toEqual([])
})

test.each([
  ['client_uri', 'app.example', /whole address/],
  ['jwks_uri', 'http://app.example/jwks', /Use https/],
  ['backchannel_logout_uri', 'https://app.example/#out', /Remove the #/],
  ['contacts', 'nobody', /e-mail address/],
  ['default_max_age', 'an hour', /whole seconds/],
  ['default_max_age', '-1', /whole seconds/],
  ['subject_type', 'private', /Choose one of public, pairwise/],
  ['grant_types', ['device_code'], /Further members/],
  ['scope', 'read  write', /one space/],
  ['client_name', 'x'.repeat(2001), /2000/],
  ['jwks', 'key', /not JSON/],
  ['jwks', '{"kty":"RSA"}', /around it/],
  ['jwks', '{"keys":[]}', /at least one key/],
  ['jwks', '{"keys":[{"kty":"EC"},{}]}', /Key 2 has no "kty"/],
  ['jwks', '{"keys":[{"kty":"RSA","d":"AQ"}]}', /"d", which is private/],
  ['jwks', '{"keys":[{"kty":"oct","k":"AQ"}]}', /"k", which is private/],
  ['software_statement', 'abc', /three parts/],
  ['software_statement', 'abc.def.ghi', /do not hold JSON/],
  ['software_statement', `${part({})}.${part({})}.c2ln`, /no "iss"/],
])('%s refuses %j', (name, input, message) => {
  expect(findIssues(name, input).map((issue) => issue.message)).toEqual([
    expect.stringMatching(message),
  ])
})

test('of a list the line is named', () => {
  const issues = findIssues('post_logout_redirect_uris', ['https://app.example/', 'out'])
  expect(issues.map(({ field }) => field)).toEqual(['post_logout_redirect_uris.1'])
})

test('further members are read from their JSON', () => {
  expect(readFurtherMembers({ further_members: '{"access_token_as_jwt":true}' })).toEqual({
    access_token_as_jwt: true,
  })
  expect(readFurtherMembers({ further_members: ' ' })).toEqual({})
})

describe('further members', () => {
  const find = (text: string, inputs = {}) =>
    findFurtherIssue(METADATA_FIELDS, { ...inputs, further_members: text })[0]?.message

  test('may be any object, or nothing', () => {
    expect(find('')).toBeUndefined()
    expect(find('{"access_token_ttl": 60, "jwks": null}')).toBeUndefined()
  })

  test.each([
    ['[1]', {}, /JSON object/],
    ['{"client_secret":"x"}', {}, /the provider gives it/],
    ['{"redirect_uris":[]}', {}, /field of its own/],
    ['{"scope":"a"}', { scope: 'b' }, /Empty one of the two/],
  ])('%s is refused', (text, inputs, message) => {
    expect(find(text, inputs)).toMatch(message)
  })
})
