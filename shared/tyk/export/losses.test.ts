import { expect, test } from 'vitest'
import { ApiDefinition } from '../api-definition.ts'
import { fromOas } from '../oas/oas-import.ts'
import { exportApi } from './export-classic.ts'
import { exportOas } from './export-oas.ts'
import { classic, document, jwt } from './testing.ts'

const TARGET = { listen_path: '/o/', target_url: 'http://127.0.0.1:9' }
const GET = [{ path: '/x', method: 'GET' }]

test.each<[string, Record<string, unknown>]>([
  ['use_basic_auth', { use_basic_auth: true }],
  ['use_openid', { enable_jwt: true, use_openid: true }],
  ['use_oauth2', { use_oauth2: true }],
  ['custom_middleware.pre', { custom_middleware: { pre: [{ name: 'p', path: 'p.js' }] } }],
  ['validate_json', lists({ validate_json: [{ path: '/x', method: 'POST', schema: { a: 1 } }] })],
  ['transform_headers', lists({ transform_headers: [{ path: '/x', delete_headers: ['x'] }] })],
  ['transform', lists({ transform: [{ path: '/x', template_data: { template_source: 'b' } }] })],
  ['global_headers', version({ global_headers: { 'X-A': 'b' } })],
  ['extended_paths (without use_extended_paths)', version({ extended_paths: { ignored: GET } })],
  ['application_protocol', { application_protocol: 'mcp' }],
  ['proxy.listen_path', { proxy: { ...TARGET, listen_path: '/{_:.*}' } }],
  ['proxy.target_url', { proxy: { ...TARGET, target_url: '' } }],
  [
    'scope_claim_name',
    { scopes: { jwt: { scope_claim_name: 'a.b', scope_to_policy: { x: 'p' } } } },
  ],
])('an OAS export that would lose %s is refused by that name', (name, change) => {
  const definition = ApiDefinition.parse({ name: 'o', api_id: 'o', proxy: TARGET, ...change })
  expect(() => exportOas(definition)).toThrow(name)
  expect(exportApi(definition)).toEqual({ name: 'o', api_id: 'o', proxy: TARGET, ...change })
})

function version(members: Record<string, unknown>) {
  return { version_data: { not_versioned: true, versions: { Default: { name: 'D', ...members } } } }
}

function lists(extended_paths: Record<string, unknown>) {
  return version({ use_extended_paths: true, extended_paths })
}

const { allowedIssuers: _issuers, subjectClaims: _claims, jwksURIs: _uris, ...plain } = jwt
const scopeToPolicyMapping = [{ scope: 'a', policyId: 'p' }]

test.each<[string, Record<string, unknown>]>([
  ['allowedIssuers', { allowedIssuers: ['https://a.test'] }],
  ['allowedAudiences', { allowedAudiences: ['a'] }],
  ['allowedSubjects', { allowedSubjects: ['a'] }],
  ['jtiValidation', { jtiValidation: { enabled: true } }],
  ['customClaimValidation', { customClaimValidation: { a: { type: 'required' } } }],
  ['jwksURIs', { jwksURIs: [{ url: 'https://a.test/a' }, { url: 'https://a.test/b' }] }],
  ['subjectClaims', { subjectClaims: ['a', 'b'] }],
  ['basePolicyClaims', { policyFieldName: 'a', basePolicyClaims: ['a', 'b'] }],
  ['scopes.claims', { scopes: { claims: ['a', 'b'], scopeToPolicyMapping } }],
  ['scopes.claims', { scopes: { claims: ['a.b'], scopeToPolicyMapping } }],
])('a classic export that would drop %s is refused by that name', (name, rules) => {
  const definition = ApiDefinition.parse(fromOas(document({ ...plain, ...rules }, {})))
  expect(() => exportApi(definition)).toThrow(name)
  expect(exportOas(definition)).toMatchObject({ openapi: '3.0.3' })
  expect(exportApi(ApiDefinition.parse(fromOas(document(plain, {}))))).toMatchObject({
    enable_jwt: true,
  })
})

const mock = { enabled: true, code: 200, body: 'x' }

test.each<[string, Record<string, unknown>]>([
  ['mockResponse of x', { operations: { x: { mockResponse: mock } } }],
  ['validateRequest', { operations: { x: { validateRequest: { enabled: true } } } }],
  ['pluginConfig', { global: { pluginConfig: { driver: 'goplugin' } } }],
])('a classic export that would drop %s is refused by that name', (name, middleware) => {
  const definition = ApiDefinition.parse(fromOas(document(plain, middleware)))
  expect(() => exportApi(definition)).toThrow(name)
})

test('basePolicyClaims alone name no policy, in either form', () => {
  const definition = ApiDefinition.parse(
    fromOas(document({ ...plain, basePolicyClaims: ['pol'] }, {})),
  )
  expect(exportApi(definition)).toMatchObject({ jwt_policy_field_name: '' })
})

test('an API of auth tokens is one in the OAS form, too', () => {
  const definition = ApiDefinition.parse({ name: 'o', api_id: 'o', proxy: TARGET })
  expect(exportOas(definition)).toMatchObject({
    components: { securitySchemes: { authToken: { type: 'apiKey' } } },
    security: [{ authToken: [] }],
    'x-tyk-api-gateway': {
      server: {
        authentication: { enabled: true, securitySchemes: { authToken: { enabled: true } } },
      },
    },
  })
})

test('an API without a token names no scheme in the OAS form', () => {
  const definition = ApiDefinition.parse({
    name: 'o',
    api_id: 'o',
    use_keyless: true,
    proxy: TARGET,
  })
  const { components, security, 'x-tyk-api-gateway': tyk } = exportOas(definition)
  expect([components.securitySchemes, security]).toEqual([{}, []])
  expect(tyk.server.authentication).toMatchObject({ enabled: false, securitySchemes: {} })
})

test('the older members of scopes are written in the OAS form', () => {
  const definition = ApiDefinition.parse({
    ...classic,
    scopes: undefined,
    jwt_scope_claim_name: 'scp',
    jwt_scope_to_policy_mapping: { tyk: 'okta-policy' },
  })
  const text = JSON.stringify(exportOas(definition))
  expect(text).toContain('"scopeToPolicyMapping":[{"scope":"tyk","policyId":"okta-policy"}]')
  expect(text).toContain('"claimName":"scp"')
})
