import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'

type Members = Record<string, unknown>

let lab: TestCompanion
const upstream = createServer((request, response) => response.end(request.url))

beforeAll(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  lab = await startTestCompanion()
})
afterAll(async () => {
  await lab.stop()
  upstream.close()
})

const target = () => `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`

const define = (change: Members = {}): Members => ({
  name: 'Probe',
  api_id: 'probe',
  org_id: 'default',
  active: true,
  use_keyless: true,
  version_data: { not_versioned: true, versions: { Default: { name: 'Default' } } },
  ...change,
  proxy: {
    listen_path: '/probe/',
    target_url: target(),
    strip_listen_path: true,
    ...(change['proxy'] as Members | undefined),
  },
})

async function send(method: string, path: string, body: unknown) {
  const response = await fetch(lab.companion.addresses.control + path, {
    method,
    headers: { authorization: `Bearer ${TEST_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, text }
}

const putApi = (change: Members) => send('PUT', '/api/apis/probe', define(change))
const putPolicy = (change: Members) =>
  send('PUT', '/api/policies/probe', { id: 'probe', name: 'Probe', ...change })
const importAll = (...definitions: unknown[]) => send('POST', '/api/imports', { definitions })

const version = (members: Members) => ({
  version_data: { not_versioned: true, versions: { Default: { name: 'Default', ...members } } },
})
const lists = (extended_paths: unknown) => version({ use_extended_paths: true, extended_paths })
const GET = (action: Members) => [{ path: '/x', method_actions: { GET: action } }]

test.each<[string, Members]>([
  ['proxy.target_url', { proxy: { target_url: 7 } }],
  ['proxy.target_url', { proxy: { target_url: 'ftp://a.test' } }],
  ['proxy.listen_path', { proxy: { listen_path: '/a b/' } }],
  ['proxy.listen_path', { proxy: { listen_path: '' } }],
  ['proxy.listen_path', { proxy: { listen_path: '/a/{}/' } }],
  ['proxy.listen_path', { proxy: { listen_path: '/a/{id:(?=x)}/' } }],
  ['proxy.strip_listen_path', { proxy: { strip_listen_path: 'yes' } }],
  ['jwt_default_policies', { jwt_default_policies: 'gold' }],
  ['jwt_source', { jwt_source: btoa('http://user:secret@a.test/keys') }],
  ['jwt_source', { jwt_source: 'https://user@a.test/keys' }],
  ['jwt_expires_at_validation_skew', { jwt_expires_at_validation_skew: '1' }],
  ['scopes.jwt.scope_to_policy', { scopes: { jwt: { scope_to_policy: ['gold'] } } }],
  ['auth_configs.jwt.auth_header_name', { auth_configs: { jwt: { auth_header_name: 1 } } }],
  ['CORS', { CORS: 'on' }],
  ['CORS.allowed_origins', { CORS: { allowed_origins: '*' } }],
  ['CORS.max_age', { CORS: { max_age: '60' } }],
  ['CORS.exposed_headers.0', { CORS: { enable: true, exposed_headers: ['X-A\r\nX-B: 1'] } }],
  ['global_rate_limit.rate', { global_rate_limit: { rate: '5', per: 1 } }],
  ['disable_quota', { disable_quota: 'true' }],
  ['enable_ip_whitelisting', { enable_ip_whitelisting: 1 }],
  ['allowed_ips', { allowed_ips: '127.0.0.1' }],
  ['allowed_ips.0', { allowed_ips: ['nobody'] }],
  ['blacklisted_ips.0', { blacklisted_ips: ['10.0.0.0/33'] }],
  ['blacklisted_ips.0', { blacklisted_ips: ['10.0.0.0/8/8'] }],
  ['expiration', { expiration: 'tomorrow' }],
  ['definition.key', { definition: { location: 'header', key: 7 } }],
  [
    'definition.url_versioning_pattern',
    { definition: { location: 'url', key: '', url_versioning_pattern: '(?=v)' } },
  ],
  ['version_data.versions', { version_data: { not_versioned: true, versions: ['v1'] } }],
  ['version_data.versions.Default.name', version({ name: 1 })],
  ['version_data.versions.Default.expires', version({ expires: '2026-02-30' })],
  ['version_data.versions.Default.override_target', version({ override_target: 'nowhere' })],
  ['version_data.versions.Default.global_size_limit', version({ global_size_limit: '1' })],
  ['version_data.versions.Default.extended_paths', lists([])],
  ['version_data.versions.Default.extended_paths.ignored', lists({ ignored: '/x' })],
  ['version_data.versions.Default.extended_paths.ignored.0', lists({ ignored: [1] })],
  ['version_data.versions.Default.extended_paths.ignored.0.path', lists({ ignored: [{}] })],
  [
    'version_data.versions.Default.extended_paths.ignored.0.path',
    lists({ ignored: [{ path: '' }] }),
  ],
  [
    'version_data.versions.Default.extended_paths.virtual.0.path',
    lists({ virtual: [{ path: '(' }] }),
  ],
  ['version_data.versions.Default.paths.black_list.0', version({ paths: { black_list: ['('] } })],
  ['version_data.versions.Default.paths.black_list', version({ paths: { black_list: '/x' } })],
  [
    'version_data.versions.Default.extended_paths.white_list.0.method_actions.GET.code',
    lists({ white_list: GET({ action: 'reply', code: 99 }) }),
  ],
  [
    'version_data.versions.Default.extended_paths.white_list.0.method_actions.GET.headers.X-A',
    lists({ white_list: GET({ action: 'reply', headers: { 'X-A': 'a\nb' } }) }),
  ],
  [
    'version_data.versions.Default.extended_paths.mock_response.0.headers.Content-Length',
    lists({ mock_response: [{ path: '/x', headers: { 'Content-Length': '9' } }] }),
  ],
  ['config_data.dcr_lab.quirks', { config_data: { dcr_lab: { quirks: 'all' } } }],
  [
    'config_data.dcr_lab.max_request_body_size',
    { config_data: { dcr_lab: { max_request_body_size: 1e13 } } },
  ],
  ['config_data.dcr_lab.token_profile', { config_data: { dcr_lab: { token_profile: 'none' } } }],
])('an API definition with a bad %s is not saved: %j', async (field, change) => {
  const { status, text } = await putApi(change)
  expect([400, 422]).toContain(status)
  const { issues } = JSON.parse(text) as { issues: { field: string }[] }
  expect(issues.map((issue) => issue.field)).toContain(field)
})

const right = (members: unknown) => ({ access_rights: { probe: members } })

test.each<[string, Members]>([
  ['rate', { rate: 'many' }],
  ['tags', { tags: 'gold' }],
  ['partitions.acl', { partitions: { acl: 'yes' } }],
  ['partitions', { partitions: ['acl'] }],
  ['throttle_interval', { throttle_interval: '1' }],
  ['throttle_retry_limit', { throttle_retry_limit: 1.5 }],
  ['access_rights', { access_rights: ['probe'] }],
  ['access_rights.probe', right(7)],
  ['access_rights.probe.versions', right({ versions: 'Default' })],
  ['access_rights.probe.limit', right({ limit: 5 })],
  ['access_rights.probe.limit.rate', right({ limit: { rate: '5' } })],
  ['access_rights.probe.allowed_urls', right({ allowed_urls: { url: '/x' } })],
  ['access_rights.probe.allowed_urls.0', right({ allowed_urls: [7] })],
  [
    'access_rights.probe.allowed_urls.0.methods',
    right({ allowed_urls: [{ url: '/x', methods: 'GET' }] }),
  ],
  ['access_rights.probe.allowed_urls.0.url', right({ allowed_urls: [{ url: '(', methods: [] }] })],
  ['access_rights.probe.endpoints.0.path', right({ endpoints: [{ path: '(', methods: [] }] })],
  [
    'access_rights.probe.endpoints.0.methods.0',
    right({ endpoints: [{ path: '/x', methods: [7] }] }),
  ],
])('a policy with a bad %s is not saved: %j', async (field, change) => {
  const { status, text } = await putPolicy(change)
  expect([400, 422]).toContain(status)
  const { issues } = JSON.parse(text) as { issues: { field: string }[] }
  expect(issues.map((issue) => issue.field)).toContain(field)
})

const NULLS = {
  slug: null,
  tags: null,
  jwt_signing_method: '',
  jwt_source: '',
  jwt_default_policies: null,
  jwt_scope_to_policy_mapping: null,
  jwt_scope_claim_name: '',
  scopes: { jwt: {}, oidc: { scope_to_policy: null } },
  auth_configs: { authToken: { auth_header_name: '' } },
  auth: { auth_header_name: '' },
  allowed_ips: null,
  CORS: { enable: false, allowed_origins: null, exposed_headers: null, max_age: 24 },
  global_rate_limit: { rate: 0, per: 0 },
  config_data: null,
  definition: { location: '', key: '', strip_path: false },
  ...version({ expires: '', paths: { ignored: null }, extended_paths: { ignored: null } }),
}

test('a definition as Go writes it, with null for what is empty, is taken', async () => {
  expect(await putApi(NULLS)).toMatchObject({ status: 200 })
  const answer = await fetch(`${lab.companion.addresses.gateway}/probe/x`)
  expect([answer.status, await answer.text()]).toEqual([200, '/x'])
  expect(await importAll(define(NULLS))).toMatchObject({ status: 200 })
})

test('a policy as Go writes it is taken', async () => {
  const probe = {
    api_id: 'probe',
    versions: null,
    allowed_urls: null,
    limit: null,
    endpoints: null,
  }
  const policy = { tags: null, meta_data: null, partitions: null, ...right(probe) }
  expect(await putPolicy(policy)).toMatchObject({ status: 200 })
  expect(await putPolicy({ access_rights: null })).toMatchObject({ status: 200 })
  expect(await importAll({ id: 'probe', name: 'Probe', ...policy })).toMatchObject({ status: 200 })
})

const oas = (tyk: Members = {}, scheme: Members = {}) => ({
  openapi: '3.0.3',
  info: { title: 'Probe', version: '1.0.0' },
  paths: {},
  components: { securitySchemes: { jwt: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  security: [{ jwt: [] }],
  'x-tyk-api-gateway': {
    info: { id: 'probe', name: 'Probe', state: { active: true } },
    upstream: { url: target() },
    server: {
      listenPath: { value: '/probe/', strip: true },
      authentication: {
        enabled: true,
        securitySchemes: { jwt: { enabled: true, header: { enabled: true }, ...scheme } },
      },
    },
    ...tyk,
  },
})

test.each<[string, Members]>([
  ['skipKid', { skipKid: 'yes' }],
  ['jwksURIs', { jwksURIs: 'https://a.test' }],
  ['jwksURIs', { jwksURIs: [{ url: 7 }] }],
  ['jwksURIs', { jwksURIs: [{ url: 'nowhere' }] }],
  ['jwksURIs', { jwksURIs: [{ url: 'file:///keys' }] }],
  ['jwksURIs', { jwksURIs: [{ url: 'https://user:secret@a.test/keys' }] }],
  ['allowedIssuers', { allowedIssuers: 'https://a.test' }],
  ['customClaimValidation', { customClaimValidation: { a: { type: 'like' } } }],
  ['header', { header: { enabled: 'true' } }],
])('an OAS definition with a bad %s is not imported', async (field, scheme) => {
  const { status, text } = await importAll(oas({}, scheme))
  expect([400, 422]).toContain(status)
  expect(text).toContain(field)
})

test.each([
  ['openapi', { openapi: '2.0' }],
  ['info', { info: 7 }],
  ['x-tyk-api-gateway', { 'x-tyk-api-gateway': {} }],
])('a document with a bad %s is not imported', async (field, change) => {
  const { status, text } = await importAll({ ...oas(), ...change })
  expect([400, 422]).toContain(status)
  expect(text).toContain(field)
})

test('a classic definition that carries a broken OAS document is not saved', async () => {
  const { status } = await putApi({ oas: oas({}, { skipKid: 'yes' }) })
  expect([400, 422]).toContain(status)
})
