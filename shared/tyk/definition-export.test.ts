import { expect, test } from 'vitest'
import { ApiDefinition } from './api-definition.ts'
import { exportApi, exportOas, exportPolicy } from './definition-export.ts'
import { OasDefinition } from './oas-definition.ts'
import { findOasProblem, fromOas } from './oas-import.ts'
import { Policy } from './policy.ts'

const classic = ApiDefinition.parse({
  name: 'OKTA API',
  api_id: 'okta-api',
  jwt_source: 'https://org.okta.test/oauth2/default/v1/keys',
  jwt_policy_field_name: 'pol',
  jwt_default_policies: ['okta-policy'],
  scopes: { jwt: { scope_claim_name: 'scp', scope_to_policy: { tyk: 'okta-policy' } } },
  proxy: { listen_path: '/okta-api/', target_url: 'http://httpbin.test' },
})

const jwt = {
  enabled: true,
  header: { enabled: true, name: 'Authorization' },
  signingMethod: 'rsa',
  jwksURIs: [{ url: 'https://a.test/keys', cacheTimeout: '240s' }, { url: 'https://b.test/keys' }],
  subjectClaims: ['cid', 'sub'],
  defaultPolicies: ['okta-policy'],
  allowedIssuers: ['https://a.test'],
}

const document = (scheme: Record<string, unknown> = jwt) =>
  OasDefinition.parse({
    openapi: '3.0.3',
    info: { title: 'OKTA API', version: '1.0.0' },
    paths: { '/x': { get: { summary: 'kept' } } },
    components: {
      securitySchemes: { own: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
    security: [{ own: [] }],
    'x-tyk-api-gateway': {
      info: { id: 'okta-api', orgId: 'default', name: 'OKTA API', state: { active: true } },
      upstream: { url: 'http://httpbin.test' },
      server: {
        listenPath: { value: '/okta-api/', strip: true },
        authentication: { enabled: true, securitySchemes: { own: scheme } },
      },
      middleware: { global: { kept: true } },
    },
  })

test('what leaves for Tyk has its source in base64, a version, and nothing of ours', () => {
  const exported = exportApi({ ...classic, oas: document() })
  expect(exported['jwt_source']).toBe(btoa('https://org.okta.test/oauth2/default/v1/keys'))
  expect(exported).not.toHaveProperty('oas')
  expect(exported).toMatchObject({ version_data: { versions: { Default: {} } } })
})

test('a definition survives the way out and in again', () => {
  expect(ApiDefinition.parse(exportApi(classic))).toEqual({
    ...classic,
    jwt_source: btoa(classic.jwt_source),
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
    jwt_source: btoa(classic.jwt_source),
    jwt_identity_base_field: 'sub',
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
