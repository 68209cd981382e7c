import { expect, test } from 'vitest'
import type { Discovery } from '#shared/contract/endpoints/provider-endpoints.ts'
import { findEndpointNotices } from './endpoint-notices.ts'

const tell = (members: Partial<Discovery>): string =>
  findEndpointNotices({
    issuer: 'https://provider.example',
    source: 'https://provider.example/.well-known/openid-configuration',
    ...members,
  }).join()

test.each<[Partial<Discovery>, RegExp]>([
  [{ token_endpoint: 'https://provider.example/token' }, /^$/],
  [{ token_endpoint: 'https://other.example/token' }, /another host/],
  [{ jwks_uri: 'http://provider.example/keys' }, /plain http/],
])('%o is told as %s', (members, notice) => expect(tell(members)).toMatch(notice))

test('plain http on this machine is nothing to tell', () => {
  const issuer = 'http://127.0.0.1:8792/okta'
  expect(findEndpointNotices({ issuer, source: issuer, jwks_uri: `${issuer}/keys` })).toEqual([])
})
