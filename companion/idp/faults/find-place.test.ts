import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DIALECT_IDS } from '#shared/idp/dialects.ts'
import { startOrganisation, type TestOrganisation } from '../testing.ts'
import { findPlace } from './find-place.ts'

let lab: TestOrganisation

beforeAll(async () => {
  lab = await startOrganisation()
})

afterAll(() => lab.close())

describe.each(DIALECT_IDS)('faults find the calls of %s', (id) => {
  test('at the addresses that its metadata names', async () => {
    const { dialects } = lab.idp
    const { host } = await dialects.open(id)
    const issuers = [`${host}/oauth2/default`, host].map((one) => one.slice(lab.origin.length))
    const documents = await Promise.all(
      issuers.map((issuer) => lab.call('GET', `${issuer}/.well-known/openid-configuration`)),
    )
    const metadata = documents.find(({ status }) => status === 200)?.json ?? {}
    const find = (method: string, name: string, rest = ''): string | undefined => {
      const { pathname, search } = new URL(String(metadata[name]))
      const url = pathname + search + rest
      expect(dialects.findByPath(url)).toBe(id)
      return findPlace(dialects.pathsOf(id), { method, url })
    }
    expect(find('POST', 'token_endpoint')).toBe('token')
    expect(find('GET', 'jwks_uri')).toBe('keys')
    expect(metadata['registration_endpoint'] === undefined).toBe(id === 'none')
    if (id === 'none') return
    expect(find('POST', 'registration_endpoint')).toBe('registration')
    expect(find('GET', 'registration_endpoint', '/some-client')).toBe('management')
    expect(find('PUT', 'registration_endpoint', '?client_id=some-client')).toBe('management')
    expect(find('GET', 'registration_endpoint')).toBeUndefined()
  })

  test('at each place of its metadata', async () => {
    const paths = lab.idp.dialects.pathsOf(id)
    for (const url of paths.metadata) {
      expect((await lab.call('GET', url)).status, url).toBe(200)
      expect(lab.idp.dialects.findByPath(url), url).toBe(id)
      expect(findPlace(paths, { method: 'GET', url })).toBe('discovery')
    }
  })
})

test('a call beside every place of a dialect is none for a fault, and 404', async () => {
  const url = '/keycloak/realms/nosuch'
  const paths = lab.idp.dialects.pathsOf('keycloak')
  expect(findPlace(paths, { method: 'GET', url })).toBeUndefined()
  expect((await lab.call('GET', url)).status).toBe(404)
})
