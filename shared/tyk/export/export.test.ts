import { expect, test } from 'vitest'
import { ApiDefinition } from '../api-definition.ts'
import { findOasProblem, fromOas } from '../oas/oas-import.ts'
import { Policy } from '../policy.ts'
import { readApi } from '../read-api.ts'
import { exportApi, exportPolicy } from './export-classic.ts'
import { exportOas } from './export-oas.ts'
import { classic, document, jwt } from './testing.ts'

test('what leaves for Tyk is what came, with its source in base64 and nothing of ours', () => {
  const plain = { ...jwt, jwksURIs: [{ url: 'https://a.test/keys' }] }
  const { allowedIssuers: _issuers, subjectClaims: _claims, ...sayable } = plain
  const exported = exportApi(ApiDefinition.parse(fromOas(document(sayable, {}))))
  expect(exported['jwt_source']).toBe(btoa('https://a.test/keys'))
  expect(exported).not.toHaveProperty('oas')
  expect(exported['is_oas']).toBe(false)
  const strange = { ...classic, invented: 1, CORS: { enable: true }, tags: ['a'] }
  expect(exportApi(ApiDefinition.parse(strange))).toEqual({
    ...strange,
    jwt_source: btoa(classic.jwt_source ?? ''),
  })
})

test('a source that was made by echo ADDRESS | base64 is exported without its line break', () => {
  const broken = { ...classic, jwt_source: btoa(`${classic.jwt_source ?? ''}\n`) }
  expect(exportApi(broken)['jwt_source']).toBe(btoa(classic.jwt_source ?? ''))
  expect(JSON.stringify(exportOas(broken))).toContain(`"url":"${classic.jwt_source ?? ''}"`)
})

test('a definition survives the way out and in again', () => {
  expect(ApiDefinition.parse(exportApi(classic))).toEqual({
    ...classic,
    jwt_source: btoa(classic.jwt_source ?? ''),
  })
  const policy = Policy.parse({ id: 'okta-policy', name: 'OKTA Policy' })
  expect(Policy.parse(exportPolicy(policy))).toMatchObject(policy)
})

test('a classic definition as OAS, and back', () => {
  const oas = exportOas(classic)
  const back = ApiDefinition.parse(fromOas(oas))
  expect(back).toMatchObject({
    api_id: 'okta-api',
    jwt_signing_method: 'rsa',
    jwt_source: btoa(classic.jwt_source ?? ''),
    jwt_policy_field_name: 'pol',
    jwt_default_policies: ['okta-policy'],
    scopes: classic.scopes,
    proxy: classic.proxy,
  })
})

test('an OAS definition keeps what this gateway does not act on', () => {
  const imported = ApiDefinition.parse(fromOas(document()))
  expect(imported).toMatchObject({ use_keyless: false, jwt_identity_base_field: 'cid' })
  const exported = exportOas({ ...imported, jwt_default_policies: ['okta-policy', 'other'] })
  expect(exported.paths).toEqual({ '/x': { get: { summary: 'kept' } } })
  expect(exported['x-tyk-api-gateway']).toMatchObject({
    middleware: { global: { kept: true } },
    server: {
      authentication: {
        securitySchemes: {
          own: {
            jwksURIs: jwt.jwksURIs,
            allowedIssuers: ['https://a.test'],
            subjectClaims: ['cid', 'sub'],
            defaultPolicies: ['okta-policy', 'other'],
          },
        },
      },
    },
  })
})

test('a token that could be nowhere is Tyk’s own refusal', () => {
  expect(findOasProblem(document())).toBeUndefined()
  expect(findOasProblem(document({ enabled: true, signingMethod: 'rsa' }))).toBe(
    'all auth sources are disabled for jwt, at least one of header/cookie/query must be enabled',
  )
})

test('an unknown signing method means HMAC, as in Tyk', () => {
  expect(fromOas(document({ ...jwt, signingMethod: 'RSA' })).jwt_signing_method).toBe('hmac')
})

const closed = (extended_paths: Record<string, unknown>, change: Record<string, unknown> = {}) =>
  ApiDefinition.parse({
    ...classic,
    version_data: {
      not_versioned: true,
      versions: { Default: { name: 'Default', use_extended_paths: true, extended_paths } },
    },
    ...change,
  })

test('what a classic definition closes, opens and limits survives the way through OAS', () => {
  const definition = closed(
    {
      black_list: [{ path: '/admin/{id}', method: 'GET', ignore_case: false }],
      white_list: [{ path: '/items', method: 'GET', ignore_case: true }],
      ignored: [{ path: '/open', method: 'POST', ignore_case: false }],
      internal: [{ path: '/own', method: 'GET' }],
      size_limits: [{ path: '/items', method: 'POST', size_limit: 9 }],
      hard_timeouts: [{ path: '/items', method: 'GET', timeout: 3 }],
      rate_limit: [{ path: '/items', method: 'GET', rate: 5, per: 60 }],
      mock_response: [
        { path: '/mock', method: 'GET', code: 203, body: 'x', headers: { 'X-A': 'b' } },
      ],
    },
    {
      CORS: { enable: true, allowed_origins: ['https://a.test'], max_age: 9 },
      enable_ip_blacklisting: true,
      blacklisted_ips: ['10.0.0.0/8'],
      global_rate_limit: { rate: 7, per: 10 },
      expiration: '2030-01-01 00:00',
      internal: true,
      disable_quota: true,
      disable_rate_limit: true,
      proxy: { ...classic.proxy, disable_strip_slash: true },
    },
  )
  const { oas: _document, ...back } = ApiDefinition.parse(fromOas(exportOas(definition)))
  const lists = readApi(definition).version_data.versions['Default']?.extended_paths
  const mock = { path: '/mock', method: 'GET', ignore_case: false }
  expect(readApi(back).version_data.versions['Default']?.extended_paths).toEqual({
    ...lists,
    // A mock response of an OAS API asks for a token, unless its operation is open.
    ignored: [...(lists?.ignored ?? []), mock],
  })
  expect(back).toMatchObject({
    CORS: { enable: true, allowed_origins: ['https://a.test'], max_age: 9 },
    ip_access_control_disabled: false,
    allowed_ips: [],
    blacklisted_ips: ['10.0.0.0/8'],
    global_rate_limit: { rate: 7, per: 10 },
    expiration: '2030-01-01 00:00',
    internal: true,
    disable_quota: true,
    disable_rate_limit: true,
    proxy: { disable_strip_slash: true },
  })
})

test('versions that are APIs of their own survive the way through OAS', () => {
  const definition = {
    enabled: true,
    name: 'v0',
    default: 'self',
    location: 'url',
    key: '',
    versions: { v1: 'one', v2: 'two' },
    strip_versioning_data: true,
    fallback_to_default: true,
    url_versioning_pattern: '^v[0-9]+$',
  }
  const back = ApiDefinition.parse(fromOas(exportOas(closed({}, { definition }))))
  expect(back.definition).toEqual({ ...definition, key: 'x-api-version' })
})

test('an endpoint without a method is one for each of them, with its parameters declared', () => {
  const { paths } = exportOas(closed({ black_list: [{ path: '/a/{id}' }] }))
  const item = paths['/a/{id}'] as Record<string, unknown>
  expect(Object.keys(item)).toEqual(['get', 'post', 'put', 'patch', 'delete', 'head', 'options'])
  expect(item['get']).toMatchObject({
    operationId: 'a/{id}GET',
    parameters: [{ name: 'id', in: 'path', required: true }],
  })
})

const reply = { GET: { action: 'reply', code: 200, data: '' } }

test.each([
  ['a pattern', closed({ black_list: [{ path: '/a/[0-9]+' }] })],
  ['a reply', closed({ white_list: [{ path: '/a', method_actions: reply }] })],
  [
    'plain paths',
    closed(
      {},
      {
        version_data: {
          not_versioned: true,
          versions: {
            Default: { name: 'Default', use_extended_paths: false, paths: { black_list: ['/a'] } },
          },
        },
      },
    ),
  ],
  [
    'versions',
    closed({}, { version_data: { not_versioned: false, versions: { v1: { name: 'v1' } } } }),
  ],
])('an export that would leave out %s is refused', (_what, definition) => {
  expect(() => exportOas(definition)).toThrow(/cannot be said in Tyk's OAS form/)
  expect(exportApi(definition)).toMatchObject({ version_data: definition.version_data })
})
