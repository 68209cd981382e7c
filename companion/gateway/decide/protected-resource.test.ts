import { expect, test } from 'vitest'
import { challengeCaller, findMetadata, readProtectedResource } from './protected-resource.ts'
import { compileTestApi } from './testing.ts'
import { refuse } from './refusal.ts'
import { TYK } from './tyk-answers.ts'

function read(protectedResourceMetadata: Record<string, unknown>, listen_path = '/api/') {
  const { definition } = compileTestApi({
    proxy: { listen_path },
    oas: {
      openapi: '3.0.3',
      info: { title: 'OKTA API', version: '1.0.0' },
      'x-tyk-api-gateway': {
        info: { name: 'OKTA API', state: { active: true } },
        upstream: { url: 'http://127.0.0.1:1' },
        server: {
          listenPath: { value: listen_path },
          authentication: { protectedResourceMetadata },
        },
      },
    },
  })
  return readProtectedResource(definition)
}

const on = { enabled: true, resource: 'https://api.test' }

test('metadata that are off, or not there', () => {
  expect(read({ ...on, enabled: false })).toBeUndefined()
  expect(read({ resource: 'https://api.test' })).toBeUndefined()
  expect(readProtectedResource(compileTestApi().definition)).toBeUndefined()
})

test.each([
  [undefined, '/api/', '/api/.well-known/oauth-protected-resource'],
  ['', '/api', '/api/.well-known/oauth-protected-resource'],
  ['/meta/', '/api/', '/api/meta'],
  ['meta', '/', '/meta'],
])('the place %j behind %s is %s', (wellKnownPath, listenPath, path) => {
  expect(read({ ...on, wellKnownPath }, listenPath)?.path).toBe(path)
})

test('what is not said is left out, but for the resource', () => {
  const textOf = (settings: Record<string, unknown>) => read(settings)?.reply.text
  expect(textOf({ enabled: true })).toBe('{"resource":""}\n')
  expect(
    textOf({ ...on, authorizationServers: ['https://idp.test'], scopesSupported: ['a', 'b'] }),
  ).toBe(
    '{"resource":"https://api.test","authorization_servers":["https://idp.test"],"scopes_supported":["a","b"]}\n',
  )
})

test('only GET of the very path asks for the metadata', () => {
  const resource = read(on)
  const path = resource?.path ?? ''
  expect(findMetadata(resource, 'GET', path)).toBe(resource?.reply)
  expect(findMetadata(resource, 'HEAD', path)).toBeUndefined()
  expect(findMetadata(resource, 'GET', `${path}/`)).toBeUndefined()
  expect(findMetadata(undefined, 'GET', path)).toBeUndefined()
})

test('refusals of a credential name the metadata, others do not', () => {
  const origin = 'http://gateway.test'
  const challenge = (...asked: Parameters<typeof refuse>) => {
    const refusal = refuse(...asked)
    const own = { ...refusal, headers: ['A', 'b'], text: '' }
    const { status, headers } = challengeCaller(own, refusal, { resource: read(on), origin })
    return [status, ...headers]
  }
  const named = [
    'A',
    'b',
    'WWW-Authenticate',
    'Bearer realm="tyk", resource_metadata="http://gateway.test/api/.well-known/oauth-protected-resource"',
  ]
  const why = { reason: '' }
  expect(challenge('credential', TYK.noToken, why)).toEqual([401, ...named])
  expect(challenge('token_shape', TYK.notAuthorized, why)).toEqual([403, ...named])
  expect(challenge('time', TYK.expired, why)).toEqual([401, ...named])
  expect(challenge('rate', TYK.rateExceeded, why)).toEqual([429, 'A', 'b'])
  expect(challenge('access_right', TYK.apiDisallowed, why)).toEqual([403, 'A', 'b'])
})
