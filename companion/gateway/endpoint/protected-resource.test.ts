import { expect, test } from 'vitest'
import { challengeCaller, findMetadata, readProtectedResource } from './protected-resource.ts'
import { compileTestApi } from '../test/compile-test-api.ts'
import { refuse } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'

function read(protectedResourceMetadata: Record<string, unknown>) {
  const { definition } = compileTestApi({
    oas: {
      openapi: '3.0.3',
      info: { title: 'OKTA API', version: '1.0.0' },
      'x-tyk-api-gateway': {
        info: { name: 'OKTA API', state: { active: true } },
        upstream: { url: 'http://127.0.0.1:1' },
        server: {
          listenPath: { value: '/api/' },
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
  [undefined, '/.well-known/oauth-protected-resource'],
  ['', '/.well-known/oauth-protected-resource'],
  ['/meta/', '/meta'],
  ['.well-known/a//b.json', '/.well-known/a/b.json'],
  ['a\r\nb', '/.well-known/oauth-protected-resource'],
  ['a"b', '/.well-known/oauth-protected-resource'],
  ['../x', '/.well-known/oauth-protected-resource'],
  ['a b', '/.well-known/oauth-protected-resource'],
  ['a?b', '/.well-known/oauth-protected-resource'],
])('the place %j is %s', (wellKnownPath, place) => {
  expect(read({ ...on, wellKnownPath })?.place).toBe(place)
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

test('only GET of the very place asks for the metadata', () => {
  const resource = read(on)
  const place = resource?.place ?? ''
  expect(findMetadata(resource, 'GET', place)).toBe(resource?.reply)
  expect(findMetadata(resource, 'HEAD', place)).toBeUndefined()
  expect(findMetadata(resource, 'GET', `${place}/`)).toBeUndefined()
  expect(findMetadata(undefined, 'GET', place)).toBeUndefined()
})

test('refusals of a credential name the metadata, others do not', () => {
  const address = 'http://gateway.test/api'
  const challenge = (...asked: Parameters<typeof refuse>) => {
    const refusal = refuse(...asked)
    const own = { ...refusal, headers: ['A', 'b'], text: '' }
    const { status, headers } = challengeCaller(own, refusal, { resource: read(on), address })
    return [status, ...headers]
  }
  const named = [
    'A',
    'b',
    'WWW-Authenticate',
    'Bearer realm="tyk", resource_metadata="http://gateway.test/api/.well-known/oauth-protected-resource"',
  ]
  const why = { code: 'API_DELETED' } as const
  expect(challenge('credential', TYK.noToken, why)).toEqual([400, ...named])
  expect(challenge('policy', TYK.noPolicy, why)).toEqual([403, 'A', 'b'])
  expect(challenge('token_shape', TYK.notAuthorized, why)).toEqual([403, ...named])
  expect(challenge('time', TYK.expired, why)).toEqual([401, ...named])
  expect(challenge('rate', TYK.rateExceeded, why)).toEqual([429, 'A', 'b'])
  expect(challenge('access_right', TYK.apiDisallowed, why)).toEqual([403, 'A', 'b'])
})
