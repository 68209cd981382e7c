import { SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#shared/contract/contract.ts'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { Policy } from '#shared/tyk/policy.ts'
import { openTykDouble } from '../definitions/testing/tyk-double.ts'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'
import { openFrames } from './testing.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

const SHARED = 'shared-words-that-sign-every-token'
const SECRETS = {
  jwt_source: Buffer.from(SHARED).toString('base64'),
  shared: SHARED,
  upstream: 'Basic dXBzdHJlYW06cGFzc3dvcmQtOTk=',
  client_secret: 'secret-of-the-upstream-client-77',
  policy: 'token-in-the-data-of-a-policy-55',
}

const api = ApiDefinition.parse({
  name: 'HMAC',
  api_id: 'hmac',
  enable_jwt: true,
  auth_configs: { jwt: { auth_header_name: 'Authorization' } },
  jwt_signing_method: 'hmac',
  jwt_source: SECRETS.jwt_source,
  jwt_identity_base_field: 'sub',
  jwt_default_policies: ['guarded'],
  upstream_auth: { oauth: { client_credentials: { client_secret: SECRETS.client_secret } } },
  version_data: {
    not_versioned: true,
    versions: { Default: { name: 'Default', global_headers: { Authorization: SECRETS.upstream } } },
  },
  proxy: { listen_path: '/hmac/', target_url: 'http://127.0.0.1:9', strip_listen_path: true },
})
const policy = Policy.parse({
  id: 'guarded',
  name: 'Guarded',
  access_rights: { hmac: { api_id: 'hmac', api_name: 'HMAC', versions: ['Default'] } },
  meta_data: { upstream_token: SECRETS.policy },
})

async function read(path: string): Promise<string> {
  const answer = await fetch(lab.companion.addresses.control + path, {
    headers: { authorization: `Bearer ${TEST_TOKEN}` },
    signal: AbortSignal.timeout(20_000),
  })
  return answer.text()
}

function findLeaks(text: string): string[] {
  return Object.entries(SECRETS).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []))
}

test('the secrets of definitions are in no answer, event, verdict or exchange', async () => {
  const frames = await openFrames(lab)
  const kept = await lab.client.putPolicy({ params: { policy: 'guarded' }, body: policy })
  const put = await lab.client.putApi({ params: { api: 'hmac' }, body: api })
  expect(put.jwt_source).toMatch(/^••••/)
  const token = await new SignJWT({ sub: 'ada', policy_id: 'guarded' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SHARED))
  // Neither with a shared secret nor without does a call pass here; its verdict says why.
  for (const authorization of [`Bearer ${token}`, `Bearer ${token.slice(0, -3)}abc`, SHARED])
    await fetch(`${lab.companion.addresses.gateway}/hmac/`, { headers: { authorization } })

  // Saved back as it was read, with another name.
  const shown = await lab.client.getApi({ params: { api: 'hmac' } })
  await lab.client.putApi({ params: { api: 'hmac' }, body: { ...shown, name: 'Renamed' } })
  await lab.client.putPolicy({ params: { policy: 'guarded' }, body: kept })

  const events = (await frames.take(4)).map(({ data }) => data).join('\n')
  frames.close()
  expect(events).toContain('••••')
  expect(findLeaks(events)).toEqual([])
  const places = Object.values(contract)
    .filter(({ method, path }) => method === 'get' && path !== '/api/events')
    .map(({ path }) => path.replace(':api', 'hmac').replace(':policy', 'guarded'))
    .filter((path) => !path.includes('/:'))
  expect(places.length).toBeGreaterThan(20)
  for (const path of [...places, '/api/apis/hmac/export?format=oas', '/api/exchanges?limit=50'])
    expect(findLeaks(await read(path)), path).toEqual([])
})

test('an export is whole where its reader asks for the secrets', async () => {
  const params = { api: 'hmac' }
  const whole = await lab.client.exportApi({ params, query: { secrets: 'whole' } })
  expect(whole).toMatchObject({ jwt_source: SECRETS.jwt_source, name: 'Renamed' })
  const of = await lab.client.exportPolicy({
    params: { policy: 'guarded' },
    query: { secrets: 'whole' },
  })
  expect(findLeaks(JSON.stringify([whole, of]))).toEqual([
    'jwt_source',
    'upstream',
    'client_secret',
    'policy',
  ])
})

test('a masked export comes in again over its definition, and nowhere else', async () => {
  const masked = await lab.client.exportApi({ params: { api: 'hmac' }, query: {} })
  await lab.client.importDefinitions({ body: { definitions: [masked] } })
  const whole = await lab.client.exportApi({ params: { api: 'hmac' }, query: { secrets: 'whole' } })
  expect(whole['jwt_source']).toBe(SECRETS.jwt_source)
  const elsewhere = { ...masked, api_id: 'other', proxy: { ...api.proxy, listen_path: '/other/' } }
  await expect(
    lab.client.importDefinitions({ body: { definitions: [elsewhere] } }),
  ).rejects.toMatchObject({ code: 'INPUT_INVALID' })
})

test('Tyk gets the secrets of a push, its reader masks (double of Tyk)', async () => {
  const tyk = await openTykDouble()
  const body = { url: tyk.url, secret: 'secret-of-the-tyk-gateway' }
  const planned = await lab.client.pushToTyk({ body })
  const pushed = await lab.client.pushToTyk({ body: { ...body, dry_run: false } })
  tyk.close()
  expect(findLeaks(JSON.stringify([planned, pushed]))).toEqual([])
  expect(findLeaks(JSON.stringify(tyk.seen))).toContain('jwt_source')
  expect(findLeaks(await read('/api/exchanges?limit=50'))).toEqual([])
})
