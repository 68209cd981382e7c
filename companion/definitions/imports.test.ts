import { expect, test } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { TYK_5_14_GET } from './testing/tyk-5.14-get.ts'
import { type Members, openEmptiedLab } from './testing/emptied-lab.ts'

const emptied = openEmptiedLab()
const { take, exportApi } = emptied
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
const rights = { a: { api_id: 'a', versions: ['Default'] } }
const gold = { rate: 100, per: 60, access_rights: rights }

test.each<[string, unknown, { apis?: string[]; policies?: string[] }]>([
  ['a map of policies', { gold, silver: gold }, { policies: ['gold', 'silver'] }],
  ['a map whose key wins', { gold: { ...gold, id: 'other' } }, { policies: ['gold'] }],
  [
    'the Dashboard’s wrapper',
    { api_model: {}, api_definition: define('a'), hook_references: [] },
    { apis: ['a'] },
  ],
  ['a list of wrappers', { apis: [{ api_definition: define('a') }] }, { apis: ['a'] }],
  [
    'a list of both',
    { apis: [define('a')], policies: [{ id: 'p', ...gold }] },
    { apis: ['a'], policies: ['p'] },
  ],
  [
    'the Dashboard’s page of policies',
    { Data: [{ id: 'p', ...gold }], Pages: 1 },
    { policies: ['p'] },
  ],
  ['data with a map', { data: { gold } }, { policies: ['gold'] }],
  ['a list in a list', [[define('a')], [define('b')]], { apis: ['a', 'b'] }],
  ['a map of APIs', { one: define('a'), two: define('b') }, { apis: ['a', 'b'] }],
  ['an empty id beside _id', { ...gold, id: '', _id: '5e9d', per: -1 }, { policies: ['5e9d'] }],
  ['an _id of MongoDB', { ...gold, _id: { $oid: '5e9d' } }, { policies: ['5e9d'] }],
  [
    'a portal plan',
    { id: 'plan', rate: -1, per: -1, quota_max: -1, partitions: { quota: true, rate_limit: true } },
    { policies: ['plan'] },
  ],
  [
    'a portal product',
    { id: 'product', partitions: { acl: true }, access_rights: rights },
    { policies: ['product'] },
  ],
  [
    'every number as -1',
    {
      id: 'p',
      ...gold,
      quota_max: -1,
      quota_renewal_rate: -1,
      key_expires_in: -1,
      throttle_interval: -1,
      throttle_retry_limit: -1,
      name: '',
    },
    { policies: ['p'] },
  ],
  ['what GET of Tyk 5.14 gives back', TYK_5_14_GET, { apis: ['back'] }],
])('%s is taken', async (_what, file, expected) => {
  const { apis, policies } = await take(file)
  expect({ apis, policies }).toEqual({ apis: [], policies: [], ...expected })
})

test('an OAS API in the Dashboard’s wrapper is taken as the document that it is', async () => {
  const oas = {
    openapi: '3.0.3',
    info: { title: 'B', version: '1' },
    paths: {},
    'x-tyk-api-gateway': {
      info: { id: 'b', name: 'B', state: { active: true } },
      upstream: { url: 'http://127.0.0.1:9' },
      server: { listenPath: { value: '/b/' } },
    },
  }
  const { apis } = await take({ api_definition: { ...define('b'), is_oas: true }, oas })
  expect(apis).toEqual(['b'])
  expect((await emptied.lab.client.getApi({ params: { api: 'b' } })).oas).toBeDefined()
})

test.each([[{}], [{ apis: [] }], [{ hello: { world: 1 } }], [[]], [{ gold, hello: 1 }]])(
  '%j holds no definition, and says so',
  async (file) => {
    await expect(take(file)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  },
)

test('a mistake in a wrapper is named by its place', async () => {
  const wrong = define('a', { proxy: { target_url: 'nowhere' } })
  const thrown = await take({ apis: [{ api_definition: wrong }] }).catch((error: unknown) => error)
  const { issues = [] } = AppError.from(thrown).options
  expect(issues.map(({ field }) => field)).toEqual([
    'definitions.0.apis.0.api_definition.proxy.target_url',
  ])
})

test('without an id one is made, the same one for the same definition', async () => {
  const { api_id: _id, ...nameless } = define('a')
  const first = await take(nameless, gold)
  expect(first.apis[0]).toMatch(/^[0-9a-f]{32}$/)
  expect(first.notes.filter(({ rule }) => rule === 'id_made')).toHaveLength(2)
  expect(await take({ ...nameless, api_id: '' }, gold)).toMatchObject({
    apis: first.apis,
    policies: first.policies,
  })
})

test('a secret in jwt_source is kept, and said to be of no use', async () => {
  const secret = define('h', {
    enable_jwt: true,
    jwt_signing_method: 'hmac',
    jwt_source: 'bXlzZWNyZXQ=',
  })
  const { notes } = await take(secret)
  expect(notes).toContainEqual(
    expect.objectContaining({ rule: 'secret_source', members: ['jwt_source'] }),
  )
  expect(await exportApi('h')).toEqual(secret)
})

test('a line break in jwt_source is told, and ends with the export', async () => {
  const { notes } = await take(
    define('a', { enable_jwt: true, jwt_source: btoa('http://a.test/keys\n') }),
  )
  expect(notes).toContainEqual(expect.objectContaining({ rule: 'line_break' }))
  expect(await exportApi('a')).toMatchObject({ jwt_source: btoa('http://a.test/keys') })
})

test('names are read whatever their case, at every level', async () => {
  const { notes } = await take(
    define('a', {
      cors: { Enable: true, allowed_Origins: ['https://a.test'] },
      Version_Data: { not_versioned: true, versions: { Default: { Name: 'Default' } } },
    }),
  )
  expect(notes).toContainEqual(
    expect.objectContaining({
      rule: 'other_case',
      members: [
        'cors',
        'cors.Enable',
        'cors.allowed_Origins',
        'Version_Data',
        'Version_Data.versions.Default.Name',
      ],
    }),
  )
  expect(await exportApi('a')).toMatchObject({
    CORS: { enable: true, allowed_origins: ['https://a.test'] },
    version_data: { versions: { Default: { name: 'Default' } } },
  })
})

test('unknown members are kept and named; so is what Tyk acts on and this gateway does not', async () => {
  const definition = define('a', {
    'x-description': 'mine',
    json_rpc_version: '2.0',
    application_protocol: 'mcp',
    use_basic_auth: true,
    cache_options: { enable_cache: true },
    version_data: {
      not_versioned: true,
      extended_paths: {},
      versions: {
        Default: {
          name: 'Default',
          use_extended_paths: true,
          extended_paths: {
            validate_json: [{ path: '/x', method: 'POST', schema: { default: null } }],
            virtual: [{ disabled: true, path: '/y', method: 'GET' }],
          },
        },
      },
    },
  })
  const { notes } = await take(definition, { id: 'p', ...gold, colour: 'red' })
  const named = (rule: string) => notes.filter((note) => note.rule === rule)
  expect(named('unknown').map(({ id, members }) => [id, members])).toEqual([
    ['a', ['x-description', 'version_data.extended_paths']],
    ['p', ['colour']],
  ])
  expect(named('not_acted_on')[0]?.members).toEqual([
    'use_basic_auth',
    'cache_options.enable_cache',
    'version_data.versions.Default.extended_paths.validate_json',
  ])
  expect(await exportApi('a')).toEqual(definition)
})

test('what Tyk 5.14 gives back has nothing to remark on, and goes out as it came but for nulls', async () => {
  expect((await take(TYK_5_14_GET)).notes).toEqual([])
  const dropNulls = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (_name, member: unknown) => (member === null ? undefined : member)),
    )
  expect(dropNulls(await exportApi('back'))).toEqual(dropNulls(TYK_5_14_GET))
})
