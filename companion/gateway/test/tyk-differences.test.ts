import { type JsonWebKey, createPublicKey } from 'node:crypto'
import { SignJWT } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import {
  type Lab,
  type Signer,
  answerBytes,
  answerJson,
  createSigner,
  openTestGateway,
  sendRaw,
  sendTarget,
} from './test-gateway.ts'
import { TYK_DIFFERENCES, renderDifferences } from './tyk-differences.ts'

let signer: Signer
let other: Signer
let nowMs: number

beforeAll(async () => {
  signer = await createSigner('key-1', 'RS256', () => nowMs)
  other = await createSigner('key-2', 'RS256', () => nowMs)
})

/** Each difference, provoked: what is answered here, and with the quirk what Tyk answers. */
const PROBES: Record<string, (lab: Lab, quirks: string[]) => Promise<unknown>> = {
  async unknown_kid(lab, quirks) {
    await useQuirks(lab, quirks)
    await status(lab, await signer.sign())
    lab.jwks.answer = answerJson({ keys: [other.jwk] })
    nowMs += 31_000
    return status(lab, await other.sign())
  },
  async plain_url(lab, quirks) {
    await useQuirks(lab, quirks, { jwt_source: lab.jwksUrl })
    const first = await status(lab, await signer.sign())
    return [first, await status(lab, await signer.sign())]
  },
  async listen_path(lab, quirks) {
    await useQuirks(lab, quirks, { proxy: { listen_path: '/app' } })
    return (await lab.call('/apple', { token: await signer.sign() })).status
  },
  async api_id(lab) {
    await lab.putApi({
      version_data: {
        not_versioned: true,
        versions: {
          Default: { name: 'Default', extended_paths: { black_list: [{ path: '/shut' }] } },
        },
      },
    })
    const token = await signer.sign()
    const blocked = (await lab.call('/okta-api/shut', { token })).status
    await lab.call('/okta-api/x', { token })
    return [blocked, lab.hits.map(({ url }) => url)]
  },
  async endpoint_path(lab) {
    const extended_paths = { ignored: [{ path: '/public' }] }
    const versions = { Default: { name: 'Default', extended_paths } }
    await lab.putApi({ version_data: { not_versioned: true, versions } })
    const ignored = (await lab.call('/api/admin/public')).status
    const allowed_urls = [{ url: '/public', methods: ['GET'] }]
    await lab.putPolicy({ access_rights: { 'okta-api': { api_id: 'okta-api', allowed_urls } } })
    const token = await signer.sign()
    return [ignored, (await lab.call('/api/admin/public', { token })).status]
  },
  async extended_paths(lab) {
    const extended_paths = { black_list: [{ path: '/x' }] }
    const answers: number[] = []
    for (const uses of [{}, { use_extended_paths: false }]) {
      const versions = { Default: { name: 'Default', extended_paths, ...uses } }
      // One after the other: they change the same API.
      await lab.putApi({ version_data: { not_versioned: true, versions } })
      answers.push(await status(lab, await signer.sign()))
    }
    return answers
  },
  async left_out(lab) {
    await lab.putApi({ version_data: null })
    return status(lab, await signer.sign())
  },
  async session(lab) {
    const access_rights = { 'okta-api': { api_id: 'okta-api' }, second: { api_id: 'second' } }
    await lab.putPolicy({ rate: 1, per: 60, access_rights })
    const jwt_source = btoa(`${lab.jwksUrl}?second`)
    await lab.putApi({ api_id: 'second', jwt_source, proxy: { listen_path: '/second/' } })
    const token = await signer.sign()
    const first = await status(lab, token)
    return [first, (await lab.call('/second/', { token })).status]
  },
  async repeated_credential(lab) {
    const line = `Authorization: ${await signer.sign()}\r\n`
    return sendTarget(lab.port, '/api/x', line + line)
  },
  async ambiguous_path(lab) {
    const line = `Authorization: ${await signer.sign()}\r\n`
    const targets = ['/api/..;/x', '/api/%5cx', '/api/%2fx']
    return Promise.all(targets.map((target) => sendTarget(lab.port, target, line)))
  },
  async forwarded_for(lab) {
    const headers = { 'x-forwarded-for': '10.1.1.1', forwarded: 'for=10.1.1.1' }
    await lab.call('/api/x', { token: await signer.sign(), headers })
    const received = lab.hits[0]?.headers
    return [received?.['x-forwarded-for'], received?.['forwarded']]
  },
  async caller_address(lab) {
    await lab.putApi({ enable_ip_whitelisting: true, allowed_ips: ['10.1.1.1'] })
    const headers = { 'x-real-ip': '10.1.1.1' }
    return (await lab.call('/api/x', { token: await signer.sign(), headers })).status
  },
  async upstream_cors(lab) {
    const field = 'Access-Control-Allow-Origin'
    const upstream = await answerBytes(
      `HTTP/1.1 200 OK\r\n${field}: *\r\nContent-Length: 0\r\n\r\n`,
    )
    const CORS = { enable: true, allowed_origins: ['https://app.test'] }
    await lab.putApi({ CORS, proxy: { target_url: upstream.url } })
    const headers = { origin: 'https://other.test' }
    const answer = await lab.call('/api/x', { token: await signer.sign(), headers })
    upstream.stop()
    return [answer.status, answer.headers.get(field)]
  },
  async encoded_listen_path(lab) {
    return (await lab.call('/%61pi/x', { token: await signer.sign() })).status
  },
  async stripped_query(lab) {
    const auth_configs = { jwt: { use_param: true, param_name: 'jwt' } }
    await lab.putApi({ strip_auth_data: true, auth_configs })
    await lab.call(`/api/x?b=2&jwt=${await signer.sign()}&a=%31`)
    return lab.hits[0]?.url
  },
  async x5c_key(lab) {
    const { n: _n, e: _e, ...key } = signer.jwk
    const pem = createPublicKey({ key: signer.jwk as JsonWebKey, format: 'jwk' })
      .export({ format: 'pem', type: 'spki' })
      .toString()
    lab.jwks.answer = answerJson({ keys: [{ ...key, x5c: [btoa(pem)] }] })
    return status(lab, await signer.sign())
  },
  async token_shape(lab) {
    const headers = [{ typ: 'other' }, { crit: ['exp'] }]
    const claims = [{ sub: 'x'.repeat(256) }, { jti: 7 }]
    const tokens = await Promise.all([
      ...headers.map((header) => signer.sign({}, header)),
      ...claims.map((some) => signer.sign(some)),
    ])
    tokens.push(await signer.sign({ exp: 1e11 }))
    return Promise.all(tokens.map((token) => status(lab, token)))
  },
  async zero_time(lab) {
    return status(lab, await signer.sign({ exp: 0 }))
  },
  async contains_rule(lab) {
    const rule = { type: 'contains', allowedValues: [1, 2] }
    await lab.putApi({ oas: createOas(lab, { customClaimValidation: { level: rule } }) })
    return status(lab, await signer.sign({ level: 1 }))
  },
  async kept_policies(lab) {
    const scopes = { jwt: { scope_claim_name: 'scp', scope_to_policy: { more: 'more' } } }
    await lab.putApi({ scopes })
    await lab.putPolicy({ quota_max: 5 })
    await lab.putPolicy({ id: 'more', quota_max: 9 })
    const readQuota = async (claims: Record<string, unknown>) => {
      const token = await signer.sign({ pol: 'okta-policy', ...claims })
      return (await lab.call('/api/x', { token })).headers.get('x-ratelimit-limit')
    }
    return [await readQuota({ scp: 'more' }), await readQuota({})]
  },
  async audience_type(lab) {
    return status(lab, await signer.sign({ aud: ['api', 1] }))
  },
  async weak_key(lab) {
    lab.jwks.answer = answerJson({ keys: [{ ...signer.jwk, use: 'enc' }] })
    return status(lab, await signer.sign())
  },
  async key_set_status(lab) {
    await status(lab, await signer.sign())
    lab.jwks.answer = (_request, response) => response.writeHead(404).end('{"keys":[]}')
    nowMs += 300_000
    return status(lab, await signer.sign())
  },
  async shared_secret(lab) {
    const secret = 'a secret of thirty-two characters'
    await lab.putApi({ jwt_source: btoa(secret), jwt_signing_method: 'hmac' })
    const now = Math.floor(Date.now() / 1000)
    const claims = { sub: 'client-1', exp: now + 60, pol: 'okta-policy' }
    const key = new TextEncoder().encode(secret)
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(key)
    return status(lab, await token)
  },
  async trace(lab) {
    const head = `TRACE /api/x HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\nConnection: close\r\n`
    return (await sendRaw(lab.port, `${head}Authorization: ${await signer.sign()}\r\n\r\n`)).split(
      ' ',
    )[1]
  },
  async unknown_method(lab) {
    const head = `BREW /api/x HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\nConnection: close\r\n`
    const answer = await sendRaw(lab.port, `${head}Authorization: ${await signer.sign()}\r\n\r\n`)
    return answer.split(' ')[1]
  },
  async own_address(lab) {
    await lab.putApi({ proxy: { target_url: `http://127.0.0.1:${lab.port}` } })
    const own = await status(lab, await signer.sign())
    await lab.putApi({ proxy: { target_url: 'http://169.254.169.254' } })
    return [own, await status(lab, await signer.sign())]
  },
  async verdict_header(lab) {
    const passed = await lab.call('/api/x', { token: await signer.sign() })
    const refused = await lab.call('/api/x')
    return [passed, refused].map(({ headers }) => headers.has('x-dcr-verdict'))
  },
}

const OUTCOMES: Record<string, { here: unknown; tyk?: unknown }> = {
  unknown_kid: { here: 200, tyk: 403 },
  plain_url: { here: [200, 200], tyk: [200, 403] },
  listen_path: { here: 404, tyk: 200 },
  api_id: { here: [403, ['/x']] },
  endpoint_path: { here: [400, 403] },
  extended_paths: { here: [403, 200] },
  left_out: { here: 200 },
  session: { here: [200, 200] },
  repeated_credential: { here: 400 },
  ambiguous_path: { here: [400, 400, 400] },
  forwarded_for: { here: ['127.0.0.1', undefined] },
  caller_address: { here: 403 },
  upstream_cors: { here: [200, null] },
  encoded_listen_path: { here: 404 },
  stripped_query: { here: '/x?b=2&a=%31' },
  x5c_key: { here: 403 },
  token_shape: { here: [403, 403, 403, 403, 403] },
  zero_time: { here: 401 },
  contains_rule: { here: 200 },
  kept_policies: { here: ['9', '5'] },
  audience_type: { here: 401 },
  weak_key: { here: 403 },
  key_set_status: { here: 200 },
  shared_secret: { here: 403 },
  trace: { here: '405' },
  unknown_method: { here: '400' },
  own_address: { here: [500, 500] },
  verdict_header: { here: [true, true] },
}

function createOas(lab: Lab, jwt: Record<string, unknown>) {
  return {
    openapi: '3.0.3',
    info: { title: 'OKTA API', version: '1.0.0' },
    components: {
      securitySchemes: { jwtAuth: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
    'x-tyk-api-gateway': {
      info: { name: 'OKTA API', state: { active: true } },
      upstream: { url: lab.upstreamUrl },
      server: {
        listenPath: { value: '/api/' },
        authentication: { enabled: true, securitySchemes: { jwtAuth: jwt } },
      },
    },
  }
}

async function status(lab: Lab, token: string): Promise<number> {
  return (await lab.call('/api/x', { token })).status
}

function useQuirks(lab: Lab, quirks: string[], change: Record<string, unknown> = {}) {
  return lab.putApi({ config_data: { dcr_lab: { quirks } }, ...change })
}

async function probe(id: string, quirks: string[]): Promise<unknown> {
  nowMs = Date.now()
  const lab = await openTestGateway([signer.jwk], { now: () => nowMs })
  try {
    return await PROBES[id]?.(lab, quirks)
  } finally {
    await lab.close()
  }
}

test.each(TYK_DIFFERENCES)('$id', async ({ id, quirk }) => {
  expect(await probe(id, [])).toEqual(OUTCOMES[id]?.here)
  expect(quirk && (await probe(id, [quirk]))).toEqual(OUTCOMES[id]?.tyk)
})

test('the page says what the list says; `npm run docs` writes it', async () => {
  await expect(renderDifferences()).toMatchFileSnapshot('../../../docs/tyk-compatibility.md')
})
