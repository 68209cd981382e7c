import { expect, test } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { Policy } from '#shared/tyk/policy.ts'
import { assertUsableApi, assertUsablePolicy } from './check-definition.ts'

function listFields(check: () => void): string[] {
  try {
    check()
  } catch (thrown) {
    if (thrown instanceof AppError) return (thrown.options.issues ?? []).map(({ field }) => field)
    throw thrown
  }
  return []
}

const api = (change: Record<string, unknown>) =>
  ApiDefinition.parse({
    name: 'a',
    api_id: 'a',
    enable_jwt: true,
    proxy: { listen_path: '/a/', target_url: 'http://127.0.0.1:1' },
    ...change,
  })
const policy = (allowed_urls: unknown) =>
  Policy.parse({ id: 'p', name: 'p', access_rights: { a: { api_id: 'a', allowed_urls } } })

test('a key that cannot be read is not saved', () => {
  const jwt_source = btoa('-----BEGIN PUBLIC KEY-----\nxxxx\n-----END PUBLIC KEY-----')
  expect(listFields(() => assertUsableApi(api({ jwt_source })))).toEqual(['jwt_source'])
  expect(listFields(() => assertUsableApi(api({ jwt_source: btoa('http://a.test') })))).toEqual([])
})

test('an API of JWTs without a place for them is not saved, as by Tyk', () => {
  const off = { disable_header: true }
  const check = (jwt: Record<string, unknown>, change: Record<string, unknown> = {}) =>
    listFields(() => assertUsableApi(api({ auth_configs: { jwt }, ...change })))
  expect(check(off)).toEqual(['auth_configs.jwt'])
  expect(check({ ...off, use_cookie: false, use_param: false })).toEqual(['auth_configs.jwt'])
  expect(check({ ...off, use_cookie: true })).toEqual([])
  expect(check({ ...off, use_param: true })).toEqual([])
  expect(check({})).toEqual([])
  expect(check(off, { use_keyless: true })).toEqual([])
})

test('a pattern that is not Go’s is not saved, and each is named', () => {
  const extended_paths = { black_list: [{ path: '/ok/{id}' }, { path: '/(' }], ignored: [] }
  const versions = { Default: { name: 'Default', extended_paths } }
  const version_data = { not_versioned: true, default_version: '', versions }
  expect(listFields(() => assertUsableApi(api({ version_data })))).toEqual([
    'version_data.versions.Default.extended_paths.black_list.1.path',
  ])
  expect(listFields(() => assertUsablePolicy(policy([{ url: '/ok' }, { url: '(?=a)' }])))).toEqual([
    'access_rights.a.allowed_urls.1.url',
  ])
})
