import { ApiDefinition } from '../api-definition.ts'
import { OasDefinition } from '../oas/oas-definition.ts'

/** A classic definition as the guide for Okta makes it. */
export const classic = ApiDefinition.parse({
  name: 'OKTA API',
  api_id: 'okta-api',
  enable_jwt: true,
  jwt_signing_method: 'rsa',
  jwt_source: 'https://org.okta.test/oauth2/default/v1/keys',
  jwt_policy_field_name: 'pol',
  jwt_default_policies: ['okta-policy'],
  scopes: { jwt: { scope_claim_name: 'scp', scope_to_policy: { tyk: 'okta-policy' } } },
  proxy: { listen_path: '/okta-api/', target_url: 'http://httpbin.test' },
})

/** A JWT scheme with what only the OAS form can say. */
export const jwt = {
  enabled: true,
  header: { enabled: true, name: 'Authorization' },
  signingMethod: 'rsa',
  jwksURIs: [{ url: 'https://a.test/keys', cacheTimeout: '240s' }, { url: 'https://b.test/keys' }],
  subjectClaims: ['cid', 'sub'],
  defaultPolicies: ['okta-policy'],
  allowedIssuers: ['https://a.test'],
}

/** An OAS document with this scheme and this middleware. */
export const document = (
  scheme: Record<string, unknown> = jwt,
  middleware: Record<string, unknown> = { global: { kept: true } },
) =>
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
      middleware,
    },
  })
