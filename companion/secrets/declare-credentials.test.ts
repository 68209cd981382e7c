import { expect, test } from 'vitest'
import { createMemoryRecords } from '../store/memory-records.ts'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { declareCredentials } from './declare-credentials.ts'
import { createSecretRegistry } from './secret-registry.ts'

function define(members: object): ApiDefinition {
  return ApiDefinition.parse({
    name: 'a',
    api_id: 'a',
    proxy: { listen_path: '/a/', target_url: 'http://127.0.0.1:1' },
    ...members,
  })
}

test('what a definition names for its credential is a secret from then on', async () => {
  const apis = createMemoryRecords<ApiDefinition>()
  await apis.put('a', define({ auth: { auth_header_name: 'X-My-Auth' } }))
  const registry = createSecretRegistry()
  declareCredentials(apis, registry)
  const { isSecretName } = registry
  expect(isSecretName('x-my-auth', 'header')).toBe(true)
  expect(isSecretName('k', 'param')).toBe(false)
  const jwt = { use_param: true, param_name: 'k', use_cookie: true, cookie_name: 'c' }
  await apis.put('b', define({ auth_configs: { jwt } }))
  expect([isSecretName('K', 'param'), isSecretName('c', 'param')]).toEqual([true, true])
  // A name of a parameter says nothing about members of JSON.
  expect(isSecretName('k', 'member')).toBe(false)
  await apis.delete('b')
  expect(isSecretName('k', 'param')).toBe(true)
})

test('a shared secret in jwt_source is masked from then on, an address is not', async () => {
  const apis = createMemoryRecords<ApiDefinition>()
  const registry = createSecretRegistry()
  declareCredentials(apis, registry)
  const secret = btoa('a secret of some length')
  const address = btoa('https://idp.test/keys')
  await apis.put('a', define({ jwt_source: secret }))
  await apis.put('b', define({ jwt_source: address }))
  expect(registry.mask(`${secret} ${address}`)).not.toContain(secret)
  expect(registry.mask(`${secret} ${address}`)).toContain(address)
})
