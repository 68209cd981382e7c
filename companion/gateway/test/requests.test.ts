import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Lab, type Signer, createSigner, openTestGateway } from './test-gateway.ts'

let signer: Signer
let lab: Lab

beforeAll(async () => {
  signer = await createSigner('key-1')
})
beforeEach(async () => {
  lab = await openTestGateway([signer.jwk])
})
afterEach(() => lab.close())

test.each(['text/xml', 'application/xml; charset=utf-8', 'application/soap+xml'])(
  'a request of type %s gets XML',
  async (type) => {
    const answer = await lab.call('/api/x', {
      method: 'POST',
      headers: { 'content-type': type },
      body: '<a/>',
    })
    expect(answer.text).toBe(
      '<?xml version = "1.0" encoding = "UTF-8"?>\n<error>Authorization field missing</error>\n',
    )
    expect(answer.headers.get('content-type')).toBe(type.split(';')[0])
  },
)

test('the API answers at its id, too', async () => {
  expect((await lab.call('/okta-api/x', { token: await signer.sign() })).status).toBe(200)
  expect(lab.hits[0]?.url).toBe('/x')
})

test('query and cookie win over the header when they are switched on', async () => {
  const places = { use_param: true, param_name: 'jwt', use_cookie: true, cookie_name: 'jwt' }
  await lab.putApi({ auth_configs: { jwt: { auth_header_name: 'x-token', ...places } } })
  const good = await signer.sign()
  const header = await lab.call('/api/x', { headers: { 'x-token': good } })
  const query = await lab.call(`/api/x?jwt=${good}`, { headers: { 'x-token': 'bad' } })
  const cookie = await lab.call('/api/x?jwt=bad', { headers: { cookie: `a=b; jwt=${good}` } })
  expect([header.status, query.status, cookie.status]).toEqual([200, 200, 200])
})

test('a definition that changes is live at once', async () => {
  await lab.putApi({ proxy: { listen_path: '/moved/' } })
  expect((await lab.call('/api/x')).status).toBe(404)
  expect((await lab.call('/moved/x', { token: await signer.sign() })).status).toBe(200)
  await lab.apis.delete('okta-api')
  expect((await lab.call('/moved/x')).status).toBe(404)
})

test('the second sight of a token asks for nothing', async () => {
  const token = await signer.sign()
  for (let at = 0; at < 5; at += 1) await lab.call('/api/x', { token })
  expect(lab.jwks.fetches).toBe(1)
})

test.each([
  ['/hello', 'Tyk GW'],
  ['/ready', 'Tyk GW Ready'],
])('%s needs nothing, and takes GET alone', async (path, description) => {
  const answer = await lab.call(path)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
  expect(JSON.parse(answer.text)).toMatchObject({ status: 'pass', description, details: {} })
  const post = await lab.call(path, { method: 'POST' })
  expect([post.status, post.text]).toEqual([
    405,
    '{"status":"error","message":"Method Not Allowed"}\n',
  ])
  expect((await lab.call(path, { method: 'HEAD' })).status).toBe(405)
  expect((await lab.call(`${path}/x`)).status).toBe(404)
})

test('a listen path may have parameters, which are stripped with it', async () => {
  await lab.putApi({ proxy: { listen_path: '/orgs/{org}/items/' } })
  const token = await signer.sign()
  expect((await lab.call('/orgs/7/items/x/y?z', { token })).status).toBe(200)
  expect(lab.hits[0]?.url).toBe('/x/y?z')
  expect((await lab.call('/orgs/7/others/x', { token })).status).toBe(404)
})

test('auth tokens are looked for in their own place, and none is known', async () => {
  const ask = async (headers: Record<string, string>) => {
    const { status, text } = await lab.call('/api/x', { headers })
    return `${status} ${(JSON.parse(text) as { error: string }).error}`
  }
  const missing = '401 Authorization field missing'
  const unknown = '403 Access to this API has been disallowed'
  await lab.putApi({ use_standard_auth: true, enable_jwt: false })
  expect(await ask({})).toBe(missing)
  expect(await ask({ authorization: await signer.sign() })).toBe(unknown)
  await lab.putApi({
    enable_jwt: false,
    auth_configs: { authToken: { auth_header_name: 'x-key' } },
  })
  expect(await ask({ authorization: 'a' })).toBe(missing)
  expect(await ask({ 'x-key': 'a' })).toBe(unknown)
})

test('the older auth member says where the token is when auth_configs does not', async () => {
  const token = await signer.sign()
  await lab.putApi({ auth: { auth_header_name: 'x-jwt' } })
  expect((await lab.call('/api/x', { headers: { 'x-jwt': token } })).status).toBe(200)
  expect((await lab.call('/api/x', { token })).status).toBe(400)
  const jwt = { auth_header_name: 'Authorization' }
  await lab.putApi({ auth: { auth_header_name: 'x-jwt' }, auth_configs: { jwt } })
  expect((await lab.call('/api/x', { token })).status).toBe(200)
})

test('a definition that cannot be read is a mistake of ours: 500 until it is gone, and the gateway lives on', async () => {
  const good = lab.apis.get('okta-api')
  if (!good) throw new Error('The lab has no API')
  const config_data = { dcr_lab: { quirks: 7 } } as unknown as typeof good.config_data
  const proxy = { ...good.proxy, listen_path: '/broken/' }
  await lab.apis.put('broken', { ...good, api_id: 'broken', proxy, config_data })
  const token = await signer.sign()
  const broken = await lab.call('/api/x', { token })
  expect([broken.status, broken.text]).toEqual([500, expect.stringContaining('problem proxying')])
  await lab.apis.delete('broken')
  expect((await lab.call('/api/x', { token })).status).toBe(200)
})
