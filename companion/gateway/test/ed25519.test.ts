import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Lab, answerJson, openTestGateway } from './test-gateway.ts'

const good = generateKeyPairSync('ed25519')
const other = generateKeyPairSync('ed25519')
const longer = generateKeyPairSync('ed448')
const encode = (value: object | Buffer) =>
  (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value))).toString('base64url')
/** Of order 1: R = A and S = 0 sign every message. */
const WEAK = encode(Buffer.from(`01${'00'.repeat(31)}`, 'hex'))
const weakSignature = Buffer.from(`01${'00'.repeat(63)}`, 'hex')

let lab: Lab

beforeAll(async () => {
  const jwks = [
    { ...good.publicKey.export({ format: 'jwk' }), kid: 'good', alg: 'EdDSA' },
    { ...good.publicKey.export({ format: 'jwk' }), kid: 'plain' },
    { ...longer.publicKey.export({ format: 'jwk' }), kid: 'ed448' },
    { kty: 'OKP', crv: 'Ed25519', x: WEAK, kid: 'weak' },
    { kty: 'OKP', crv: 'Ed25519', x: 'AAAA', kid: 'short' },
    { kty: 'OKP', crv: 'X25519', x: WEAK, kid: 'x25519' },
  ]
  lab = await openTestGateway([])
  lab.jwks.answer = answerJson({ keys: jwks })
  await lab.putPolicy({
    access_rights: { rfc9068: { api_id: 'rfc9068' }, generic: { api_id: 'generic' } },
  })
  for (const profile of ['rfc9068', 'generic']) {
    await lab.putApi({
      api_id: profile,
      proxy: { listen_path: `/${profile}/` },
      config_data: { dcr_lab: { token_profile: profile } },
    })
  }
})
afterAll(() => lab.close())

const nowSeconds = Math.floor(Date.now() / 1000)
const CLAIMS = {
  iss: 'https://idp.test',
  sub: 'client-1',
  aud: 'api',
  client_id: 'client-1',
  jti: 'a',
  iat: nowSeconds - 10,
  exp: nowSeconds + 600,
}

interface Change {
  kid?: string
  alg?: string
  key?: KeyObject
  claims?: object
  change?: (signature: Buffer) => Buffer
}

function make({
  kid = 'good',
  alg = 'EdDSA',
  key = good.privateKey,
  ...rest
}: Change = {}): string {
  const input = [
    { alg, kid, typ: 'at+jwt' },
    { ...CLAIMS, ...rest.claims },
  ]
    .map(encode)
    .join('.')
  const signature = sign(null, Buffer.from(input), key)
  return `${input}.${encode(rest.change?.(signature) ?? signature)}`
}

const readStatus = async (token: string, api = 'rfc9068') =>
  (await lab.call(`/${api}/x`, { token })).status

test.each<[string, Change]>([
  ['EdDSA', {}],
  ['Ed25519, its name of RFC 9864', { alg: 'Ed25519' }],
  ['EdDSA with a key that names no algorithm', { kid: 'plain' }],
  [
    'times with a fraction',
    { claims: { iat: nowSeconds - 9.5, nbf: nowSeconds - 9.25, exp: nowSeconds + 60.75 } },
  ],
])('an issuer of RFC 9068 may sign with %s', async (_case, change) => {
  expect(await readStatus(make(change))).toBe(200)
})

test.each<[string, Change]>([
  ['of another key', { key: other.privateKey }],
  ['of Ed448 under the name of a key of Ed25519', { key: longer.privateKey }],
  ['of Ed448', { kid: 'ed448', key: longer.privateKey }],
  ['under the name Ed448', { kid: 'ed448', alg: 'Ed448', key: longer.privateKey }],
  ['that is cut short', { change: (signature) => signature.subarray(0, 63) }],
  ['that is longer', { change: (signature) => Buffer.concat([signature, Buffer.alloc(1)]) }],
  ['that is empty', { change: () => Buffer.alloc(0) }],
  ['of zeros', { change: () => Buffer.alloc(64) }],
  ['of a weak key', { kid: 'weak', change: () => weakSignature }],
  ['of a key that is too short', { kid: 'short', change: () => weakSignature }],
  ['of a key for key agreement', { kid: 'x25519', change: () => weakSignature }],
  ['under the name of an RSA algorithm', { alg: 'RS256' }],
  ['under no known name', { alg: 'eddsa' }],
])('a signature %s is refused', async (_case, change) => {
  expect(await readStatus(make(change))).toBeGreaterThanOrEqual(400)
})

test('the second half of the order added to S is refused', async () => {
  const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n
  const change = (signature: Buffer) => {
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + ORDER
    const bytes = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()
    return Buffer.concat([signature.subarray(0, 32), bytes])
  }
  expect(await readStatus(make({ change }))).toBe(403)
})

test('other profiles refuse Ed25519, as Tyk does', async () => {
  expect(await readStatus(make(), 'generic')).toBe(403)
})

test.each([
  { exp: nowSeconds - 0.5, status: 401 },
  { exp: nowSeconds + 60.5, status: 200 },
  { nbf: nowSeconds + 60.5, status: 401 },
  { iat: nowSeconds + 60.5, status: 401 },
])('a time with a fraction is a time: $exp $nbf $iat', async ({ status, ...claims }) => {
  expect(await readStatus(make({ claims }))).toBe(status)
})
