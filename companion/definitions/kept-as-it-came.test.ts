import { expect, test } from 'vitest'
import { type Members, openEmptiedLab } from './testing/emptied-lab.ts'

const emptied = openEmptiedLab()
const { take, exportApi } = emptied
const ask = async (path: string) => {
  const answer = await fetch(emptied.lab.companion.addresses.gateway + path)
  return [answer.status, await answer.text()]
}

const define = (id: string, change: Members = {}): Members => ({
  name: id,
  api_id: id,
  ...change,
  proxy: {
    listen_path: `/${id}/`,
    target_url: 'http://127.0.0.1:9',
    ...(change['proxy'] as Members | undefined),
  },
})
test.each([
  ['tcp', { proxy: { target_url: 'tcp://127.0.0.1:9' } }, 'proxy.target_url'],
  ['h2c', { proxy: { target_url: 'h2c://127.0.0.1:9' } }, 'proxy.target_url'],
  ['another API', { proxy: { target_url: 'tyk://other/' } }, 'proxy.target_url'],
  ['a variable', { proxy: { target_url: '${TARGET}' } }, 'proxy.target_url'],
  ['nothing', { proxy: { target_url: '' } }, 'proxy.target_url'],
  ['no member', { proxy: { target_url: undefined } }, 'proxy.target_url'],
  [
    'no listen path',
    { protocol: 'tcp', listen_port: 9, proxy: { listen_path: '', target_url: 'tcp://a:1' } },
    'protocol',
  ],
  [
    'GraphQL',
    { graphql: { enabled: true, execution_mode: 'executionEngine', schema: 'type Query' } },
    'graphql.execution_mode',
  ],
])(
  'an API whose target is %s is kept whole and not served, and says so',
  async (_what, change, member) => {
    const definition = JSON.parse(
      JSON.stringify(define('a', { use_keyless: true, ...change })),
    ) as Members
    const { notes } = await take(definition, define('b', { use_keyless: true }))
    expect(notes).toContainEqual(
      expect.objectContaining({ kind: 'api', id: 'a', rule: 'not_served', members: [member] }),
    )
    expect(await exportApi('a')).toEqual(definition)
    expect(await ask('/a/x')).toEqual([
      501,
      expect.stringContaining('This gateway keeps the API and does not serve it'),
    ])
    const verdicts = await emptied.lab.client.listVerdicts({ query: { limit: 1 } })
    expect(JSON.stringify(verdicts)).toContain(`kept and not served: ${member} is`)
    // Its neighbour is as it was: its upstream listens nowhere.
    expect((await ask('/b/x'))[0]).toBe(500)
  },
  20_000,
)

test('a stream is kept whole and not served', async () => {
  const document = {
    openapi: '3.0.3',
    info: { title: 'S', version: '1' },
    paths: {},
    'x-tyk-streaming': { streams: { one: { input: {}, output: {} } } },
    'x-tyk-api-gateway': {
      info: { id: 's', name: 'S', state: { active: true } },
      server: { listenPath: { value: '/s/' } },
    },
  }
  const { notes } = await take(document)
  expect(notes).toContainEqual(
    expect.objectContaining({ rule: 'not_served', members: ['x-tyk-streaming'] }),
  )
  expect((await ask('/s/x'))[0]).toBe(501)
  expect(
    await emptied.lab.client.exportApi({ params: { api: 's' }, query: { format: 'oas' } }),
  ).toMatchObject({
    'x-tyk-streaming': document['x-tyk-streaming'],
  })
})

test('a version with such a target is not served, the others are', async () => {
  const versions = { v1: { name: 'v1' }, v2: { name: 'v2', override_target: 'tyk://other/' } }
  await take(
    define('a', {
      use_keyless: true,
      definition: { location: 'url-param', key: 'v' },
      version_data: { not_versioned: false, versions },
    }),
  )
  expect((await ask('/a/x?v=v1'))[0]).toBe(500)
  expect((await ask('/a/x?v=v2'))[0]).toBe(501)
})

const AUTHENTICATIONS: readonly Members[] = [
  {},
  { use_keyless: true },
  { use_standard_auth: true },
  { enable_jwt: false },
  { enable_jwt: true },
  { enable_jwt: true, jwt_signing_method: 'ecdsa', jwt_skip_kid: false },
  { enable_jwt: true, auth: { auth_header_name: 'x-key' } },
  { enable_jwt: true, auth_configs: { jwt: { use_cookie: true, cookie_name: 'c' } } },
  { enable_jwt: true, use_basic_auth: true, base_identity_provided_by: 'jwt_claim' },
  { use_basic_auth: true },
  { use_openid: true, openid_options: { providers: [{ issuer: 'i', client_ids: { a: 'p' } }] } },
  { use_oauth2: true, oauth_meta: { allowed_access_types: ['client_credentials'] } },
  { enable_signature_checking: true, hmac_allowed_algorithms: ['hmac-sha256'] },
  { use_mutual_tls_auth: true, client_certificates: ['c'] },
  { enable_coprocess_auth: true, custom_middleware: { driver: 'grpc' } },
  { custom_plugin_auth_enabled: true },
  { external_oauth: { enabled: true } },
  { auth_configs: { authToken: { use_certificate: true } } },
]
const SAID_BESIDE: readonly Members[] = [
  {},
  { org_id: '' },
  { active: false, strip_auth_data: true },
  { version_data: { not_versioned: true, versions: {} } },
  { version_data: { versions: { Default: { name: 'Default', extended_paths: { ignored: [] } } } } },
  {
    definition: { location: 'url', key: '' },
    version_data: { not_versioned: false, versions: {} },
  },
  { enable_ip_whitelisting: true, allowed_ips: [] },
]

test('no export says who may call otherwise than the original: nothing is added, nothing left out', async () => {
  const definitions = AUTHENTICATIONS.flatMap((authentication) =>
    SAID_BESIDE.map((beside) => ({ ...authentication, ...beside })),
  ).map((change, at) => define(`a${at}`, change))
  await take(...definitions)
  const exported = await Promise.all(definitions.map(({ api_id }) => exportApi(String(api_id))))
  expect(exported).toEqual(definitions)
})

test('what an OAS document cannot say of a kind of authentication is refused by name', async () => {
  const kinds = AUTHENTICATIONS.slice(8)
  await take(...kinds.map((change, at) => define(`a${at}`, change)))
  for (const at of kinds.keys())
    // One after the other, to tell which of them was not refused.
    await expect(
      emptied.lab.client.exportApi({ params: { api: `a${at}` }, query: { format: 'oas' } }),
      JSON.stringify(kinds[at]),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID' })
})
