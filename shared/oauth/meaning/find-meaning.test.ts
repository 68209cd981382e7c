import { expect, test } from 'vitest'
import { findMeaning } from './find-meaning.ts'

test.each([
  ['GET', '/.well-known/oauth-protected-resource', 'resource_metadata'],
  ['GET', '/.well-known/oauth-protected-resource/mcp', 'resource_metadata'],
  ['GET', '/.well-known/oauth-authorization-server/mcp', 'server_metadata'],
  ['GET', '/realms/lab/.well-known/openid-configuration', 'server_metadata'],
  ['POST', '/mcp/reg', 'registration'],
  ['POST', '/register', 'registration'],
  ['POST', '/oauth2/v1/clients', 'registration'],
  ['POST', '/oidc/register', 'registration'],
  ['POST', '/realms/lab/clients-registrations/openid-connect', 'registration'],
  ['GET', '/realms/lab/clients-registrations/openid-connect/abc', 'client_management'],
  ['DELETE', '/mcp/reg/abc', 'client_management'],
  ['PUT', '/jans-auth/restv1/register?client_id=abc', 'client_management'],
  ['GET', '/mcp/auth?client_id=a', 'authorization'],
  ['GET', '/mcp/auth/0123456789abcdef01', 'authorization'],
  ['GET', '/oauth2/default/v1/authorize', 'authorization'],
  ['GET', '/mcp/interaction/0123456789abcdef01', 'sign_in'],
  ['POST', '/mcp/request', 'pushed_authorization'],
  ['POST', '/realms/lab/protocol/openid-connect/ext/par/request', 'pushed_authorization'],
  ['POST', '/mcp/device/auth', 'device_authorization'],
  ['POST', '/realms/lab/protocol/openid-connect/auth/device', 'device_authorization'],
  ['POST', '/oauth/token', 'token'],
  ['POST', '/mcp/token/introspection', 'introspection'],
  ['POST', '/realms/lab/protocol/openid-connect/token/introspect', 'introspection'],
  ['POST', '/mcp/token/revocation', 'revocation'],
  ['GET', '/.well-known/jwks.json', 'key_set'],
  ['GET', '/oauth2/default/v1/keys', 'key_set'],
  ['GET', '/mcp/me', 'user_info'],
  ['GET', '/mcp/session/end', 'end_session'],
  ['OPTIONS', '/mcp/token', 'preflight'],
  ['GET', '/admin/scopes', 'other'],
])('%s %s: %s', (method, path, meaning) => {
  expect(findMeaning(method, path)).toBe(meaning)
})
