import { expect, test } from 'vitest'
import { lintDocument } from './lint-document.ts'

const ADDRESS = 'https://client.test/oauth/client.json'
const GOOD = {
  client_id: ADDRESS,
  client_name: 'A client',
  redirect_uris: ['http://127.0.0.1/callback', 'https://client.test/callback'],
  token_endpoint_auth_method: 'none',
}

interface Change {
  address?: string
  status?: number
  contentType?: string
  cacheControl?: string
  text?: string
  members?: Record<string, unknown>
}

function lint({ members, ...change }: Change = {}) {
  const text = change.text ?? JSON.stringify({ ...GOOD, ...members })
  return lintDocument({
    address: ADDRESS,
    status: 200,
    contentType: 'application/json',
    cacheControl: 'max-age=300',
    sizeBytes: text.length,
    ...change,
    text,
  })
}

const rules = (change?: Change) => lint(change).map(({ rule, severity }) => `${severity} ${rule}`)

test.each<[string, Change]>([
  ['a plain document', {}],
  ['unknown grants', { members: { grant_types: ['authorization_code', 'urn:x:new'] } }],
  ['a list of methods', { members: { token_endpoint_auth_methods_supported: ['none', 'x'] } }],
  [
    'a list of methods alone',
    {
      members: {
        token_endpoint_auth_method: undefined,
        token_endpoint_auth_methods_supported: ['none'],
      },
    },
  ],
  [
    'any loopback port',
    { members: { redirect_uris: ['http://127.0.0.1:51234/cb', 'http://localhost:1/cb'] } },
  ],
  ['a private scheme', { members: { redirect_uris: ['cursor://anysphere/cb'] } }],
  ['+json', { contentType: 'application/oauth-client+json; charset=utf-8' }],
])('%s is no fault', (_case, change) => expect(rules(change)).toEqual([]))

test.each<[string, Change, string]>([
  ['another id', { members: { client_id: `${ADDRESS}/` } }, 'error client_id'],
  [
    'a default port in the id',
    { members: { client_id: 'https://client.test:443/oauth/client.json' } },
    'error client_id',
  ],
  ['no id', { members: { client_id: undefined } }, 'error client_id'],
  ['HTML', { contentType: 'text/html' }, 'error content_type'],
  ['application/jsonp', { contentType: 'application/jsonp' }, 'error content_type'],
  ['a redirect', { status: 302 }, 'error redirect'],
  ['201', { status: 201 }, 'error status'],
  ['no lifetime', { cacheControl: '' }, 'warning cache'],
  ['6 KB', { members: { note: 'x'.repeat(6000) } }, 'error size'],
  ['a secret', { members: { client_secret: 's' } }, 'error secret'],
  ['an end of a secret', { members: { client_secret_expires_at: 0 } }, 'error secret'],
  [
    'a method with a secret',
    { members: { token_endpoint_auth_method: 'client_secret_jwt' } },
    'error method',
  ],
  ['no method', { members: { token_endpoint_auth_method: undefined } }, 'warning method_missing'],
  [
    'keys that are missing',
    { members: { token_endpoint_auth_method: 'private_key_jwt' } },
    'error keys_missing',
  ],
  ['a private key', { members: { jwks: { keys: [{ kty: 'EC', d: 'x' }] } } }, 'error private_key'],
  [
    'http elsewhere',
    { members: { redirect_uris: ['http://client.test/cb'] } },
    'error redirect_uri',
  ],
  [
    'another host',
    { members: { redirect_uris: ['https://evil.test/cb'] } },
    'warning redirect_host',
  ],
  ['no redirects', { members: { redirect_uris: [] } }, 'warning redirect_uris'],
  ['no name', { members: { client_name: '' } }, 'warning client_name'],
  ['no JSON', { text: '<html>' }, 'error not_json'],
])('%s is found', (_case, change, expected) => expect(rules(change)).toContain(expected))

test.each([
  ['http://client.test/c.json', 'error scheme'],
  ['http://127.0.0.1:8795/c.json', 'error http_loopback'],
  ['https://client.test', 'error path'],
  ['https://client.test/', 'warning path_bare'],
  ['https://client.test/a/../c.json', 'error dot_segment'],
  ['https://client.test/a/%2E%2e/c.json', 'error dot_segment'],
  ['https://client.test/c.json#x', 'error fragment'],
  ['https://me:pw@client.test/c.json', 'error user_info'],
  ['https://client.test/c.json?x=1', 'warning query'],
])('the address %s: %s', (address, expected) => {
  expect(rules({ address, members: { client_id: address } })).toContain(expected)
})

test('each finding names the revision and the section, or the text of MCP', () => {
  const found = lint({ status: 302, text: '{}', members: {} })
  expect(found.length).toBeGreaterThan(3)
  for (const { source } of found) expect(source).toMatch(/-document-02, section \d|^MCP \d{4}-/)
})
