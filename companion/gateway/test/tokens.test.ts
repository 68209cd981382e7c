import { type JsonWebKey, createHmac, createPublicKey } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Lab, type Signer, createSigner, openTestGateway, sendRaw } from './test-gateway.ts'

let rsa: Signer
let ec: Signer
let lab: Lab

beforeAll(async () => {
  rsa = await createSigner('key-1')
  ec = await createSigner('key-2', 'ES256')
  lab = await openTestGateway([rsa.jwk, ec.jwk])
  await lab.putPolicy({
    rate: 0,
    access_rights: { 'okta-api': { api_id: 'okta-api' }, ec: { api_id: 'ec' } },
  })
  await lab.putApi({ api_id: 'ec', jwt_signing_method: 'ecdsa', proxy: { listen_path: '/ec/' } })
})
afterAll(() => lab.close())
afterEach(() => {
  lab.hits.length = 0
})

const encode = (text: string) => Buffer.from(text).toString('base64url')
const now = () => Math.floor(Date.now() / 1000)
const claims = () => JSON.stringify({ sub: 'client-1', exp: now() + 60 })
const parts = (token: string) => token.split('.') as [string, string, string]

/** A token with these very texts: well signed, so that only its texts are at fault. */
function forge(header: string, payload = claims()): string {
  return rsa.signText(header, payload)
}

function signHmac(secret: string, header = '{"alg":"HS256","kid":"key-1"}'): string {
  const input = `${encode(header)}.${encode(claims())}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

/** Changes the last character without changing the bytes it stands for. */
function malleate(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return part.slice(0, -1) + alphabet[alphabet.indexOf(part.at(-1) ?? '') + 1]
}

type Make = () => string | Promise<string>
const BAD: readonly (readonly [string, Make])[] = [
  ...['none', 'None', 'NONE', 'nOnE'].flatMap((alg): (readonly [string, Make])[] => [
    [
      `alg ${alg} without a signature`,
      () => `${encode(`{"alg":"${alg}","kid":"key-1"}`)}.${encode(claims())}.`,
    ],
    [`alg ${alg} with a signature`, () => forge(`{"alg":"${alg}","kid":"key-1"}`)],
  ]),
  ['no alg', () => forge('{"kid":"key-1"}')],
  ['alg as a list', () => forge('{"alg":["RS256"],"kid":"key-1"}')],
  ['alg in lower case', () => forge('{"alg":"rs256","kid":"key-1"}')],
  [
    'HMAC with the public key as PEM',
    () =>
      signHmac(
        createPublicKey({ key: rsa.jwk as JsonWebKey, format: 'jwk' })
          .export({ type: 'spki', format: 'pem' })
          .toString(),
      ),
  ],
  ['HMAC with the public key as JWK', () => signHmac(JSON.stringify(rsa.jwk))],
  ['HMAC with the modulus', () => signHmac(String(rsa.jwk.n))],
  ['HMAC with nothing', () => signHmac('')],
  ['an EC signature on an RSA API', () => ec.sign()],
  ['an RSA key named by an EC token', () => ec.sign({}, { kid: 'key-1' })],
  ['zip', () => rsa.sign({}, { zip: 'DEF' })],
  ['an unknown crit', () => forge('{"alg":"RS256","kid":"key-1","crit":["exp2"],"exp2":1}')],
  ['b64', () => rsa.sign({}, { b64: true, crit: ['b64'] })],
  ...[
    '../../etc/passwd',
    "' OR 1=1 --",
    '__proto__',
    'constructor',
    'key-1 ',
    'KEY-1',
    'x'.repeat(300),
  ].map((kid): readonly [string, Make] => [`kid ${kid.slice(0, 20)}`, () => rsa.sign({}, { kid })]),
  ['a kid with NUL', () => forge('{"alg":"RS256","kid":"key-1\\u0000"}')],
  ['a kid that is a number', () => forge('{"alg":"RS256","kid":1}')],
  ['a kid that is a list', () => forge('{"alg":"RS256","kid":["key-1"]}')],
  ['no kid', () => rsa.sign({}, { kid: undefined })],
  ['an empty kid', () => rsa.sign({}, { kid: '' })],
  [
    'a changed payload',
    async () => {
      const [h, , s] = parts(await rsa.sign())
      return `${h}.${encode(claims())}.${s}`
    },
  ],
  [
    'an empty signature',
    async () => {
      const [h, p] = parts(await rsa.sign())
      return `${h}.${p}.`
    },
  ],
  [
    'a null signature',
    async () => {
      const [h, p] = parts(await rsa.sign())
      return `${h}.${p}.AAAA`
    },
  ],
  [
    'a signature in another spelling',
    async () => {
      const [h, p, s] = parts(await rsa.sign())
      return `${h}.${p}.${malleate(s)}`
    },
  ],
  ['padding', async () => `${await rsa.sign()}=`],
  [
    'padding inside',
    async () => {
      const [h, p, s] = parts(await rsa.sign())
      return `${h}=.${p}.${s}`
    },
  ],
  [
    'plain base64',
    async () => {
      const [h, p, s] = parts(await rsa.sign())
      return `${h}.${p}.+${s.slice(1)}`
    },
  ],
  [
    'a space in the middle',
    async () => {
      const [h, p, s] = parts(await rsa.sign())
      return `${h}. ${p}.${s}`
    },
  ],
  ['two spaces after the scheme', async () => ` ${await rsa.sign()}`],
  ['four parts', async () => `${await rsa.sign()}.x`],
  [
    'two parts',
    async () => {
      const [h, p] = parts(await rsa.sign())
      return `${h}.${p}`
    },
  ],
  ['five parts', () => `${encode('{"alg":"RSA-OAEP","enc":"A256GCM"}')}.a.b.c.d`],
  ['an opaque token', () => '00opaque-token'],
  ['Bearer twice', async () => `Bearer ${await rsa.sign()}`],
  [
    'JSON serialisation',
    async () => {
      const [h, p, s] = parts(await rsa.sign())
      return JSON.stringify({ protected: h, payload: p, signature: s })
    },
  ],
  ['a byte order mark', () => forge('\uFEFF{"alg":"RS256","kid":"key-1"}')],
  [
    'bytes that are not UTF-8',
    () => `${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.e30.c2ln`,
  ],
  ['a header that is no object', () => forge('["RS256"]')],
  ['an algorithm named twice', () => forge('{"alg":"none","alg":"RS256","kid":"key-1"}')],
  [
    'an algorithm named twice, once escaped',
    () => forge('{"alg":"RS256","\\u0061lg":"none","kid":"key-1"}'),
  ],
  ['__proto__ in the header', () => forge('{"alg":"RS256","kid":"key-1","__proto__":{}}')],
  [
    'deep nesting',
    () => rsa.sign({ deep: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) as unknown }),
  ],
  ['a megabyte', () => rsa.sign({ fill: 'x'.repeat(10_000) })],
  ...['JWE', 'dpop+jwt', 'logout+jwt', 'secevent+jwt', 'oauth-authz-req+jwt', ''].map(
    (typ): readonly [string, Make] => [`typ "${typ}"`, () => rsa.sign({}, { typ })],
  ),
  ['typ as a number', () => forge('{"alg":"RS256","kid":"key-1","typ":1}')],
  ['an ID token', () => rsa.sign({ at_hash: 'x' })],
  ['an ID token with a nonce', () => rsa.sign({ nonce: 'x' })],
  ['an ID token of Okta', () => rsa.sign({ jti: 'ID.abc' })],
  ['an ID token of Keycloak', () => rsa.sign({ typ: 'ID' })],
  ['a refresh token of Keycloak', () => rsa.sign({ typ: 'Refresh' })],
  ['a logout token', () => rsa.sign({ events: {} })],
  ['a DPoP proof', () => rsa.sign({ htm: 'GET', htu: 'http://x' })],
  ...['"9999999999"', 'true', 'null', '[]', '1e308', '1e999', '9999999999999', '-1', '0'].map(
    (exp): readonly [string, Make] => [
      `exp ${exp}`,
      () => forge('{"alg":"RS256","kid":"key-1"}', `{"sub":"client-1","exp":${exp}}`),
    ],
  ),
  ['exp in milliseconds', () => rsa.sign({ exp: Date.now() + 60_000 })],
  ['iat as text', () => rsa.sign({ iat: '1' })],
  ['nbf far ahead', () => rsa.sign({ nbf: now() + 1e6 })],
  ['aud with a number', () => rsa.sign({ aud: [1] })],
  ['aud as an object', () => rsa.sign({ aud: {} })],
  ['iss as a list', () => rsa.sign({ iss: ['a'] })],
  ['sub as a number', () => rsa.sign({ sub: 7 })],
  ['sub with control characters', () => rsa.sign({ sub: 'a\nb' })],
  ['a long sub', () => rsa.sign({ sub: 'x'.repeat(300) })],
  ['jti as a number', () => rsa.sign({ jti: 1 })],
]

test.each(BAD)('%s is refused', async (_case, make) => {
  const token = await make()
  for (let sight = 0; sight < 2; sight += 1) {
    const answer = await lab.call('/api/x', { headers: { authorization: `Bearer ${token}` } })
    expect([400, 401, 403]).toContain(answer.status)
  }
  expect(lab.hits).toEqual([])
})

test('an EC signature in DER or with a curve of its own is refused', async () => {
  const [h, p, s] = parts(await ec.sign())
  const raw = Buffer.from(s, 'base64url')
  const der = Buffer.concat([
    Buffer.from([0x30, 0x44, 2, 32]),
    raw.subarray(0, 32),
    Buffer.from([2, 32]),
    raw.subarray(32),
  ])
  for (const signature of [der.toString('base64url'), Buffer.alloc(64).toString('base64url')]) {
    const answer = await lab.call('/ec/x', { token: `${h}.${p}.${signature}` })
    expect(answer.status).toBe(403)
  }
  expect(lab.hits).toEqual([])
})

test('two Authorization headers are refused', async () => {
  const token = await rsa.sign()
  const line = `Authorization: Bearer ${token}\r\n`
  const answer = await sendRaw(
    lab.port,
    `GET /api/x HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\nConnection: close\r\n${line}${line}\r\n`,
  )
  expect(answer).toContain(' 400 ')
  expect(answer).toContain('Authorization field sent more than once')
  expect(lab.hits).toEqual([])
})

test.each([
  ['a plain token', () => rsa.sign()],
  ['typ JWT', () => rsa.sign({}, { typ: 'JWT' })],
  ['typ at+jwt', () => rsa.sign({}, { typ: 'application/at+jwt' })],
  ['an access token of Keycloak', () => rsa.sign({ typ: 'Bearer', nonce: 'x', aud: 'account' })],
  [
    'an access token of Okta',
    () => rsa.sign({ jti: 'AT.x', cid: 'c', scp: ['tyk'], aud: 'api://default' }),
  ],
  ['no exp, no iat', () => rsa.sign({ exp: undefined, iat: undefined })],
  ['names in other scripts', () => rsa.sign({ sub: 'Zoë 北京' })],
  ['nested claims', () => rsa.sign({ a: { b: [{ c: '{"x":1,"x":2}' }] } })],
])('%s passes', async (_case, make) => {
  expect((await lab.call('/api/x', { token: await make() })).status).toBe(200)
})

test('an EC token passes on an EC API', async () => {
  expect((await lab.call('/ec/x', { token: await ec.sign() })).status).toBe(200)
})

test('no bad token made the key set be fetched more than once', () => {
  expect(lab.jwks.fetches).toBe(1)
})

test('keys that a token brings are neither fetched nor used', async () => {
  const stranger = await createSigner('key-1')
  const own = { jwk: stranger.jwk, jku: `${lab.upstreamUrl}/keys`, x5u: `${lab.upstreamUrl}/x5u` }
  const call = async (token: string) => (await lab.call('/api/x', { token })).status
  lab.hits.length = 0
  expect(await call(await stranger.sign({}, own))).toBe(403)
  expect(lab.hits).toEqual([])
  expect(await call(await rsa.sign({}, { ...own, x5c: ['AAAA'], cty: 'JWT' }))).toBe(200)
})
