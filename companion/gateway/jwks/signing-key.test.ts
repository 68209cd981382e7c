import { type SignKeyObjectInput, constants, generateKeyPairSync, sign } from 'node:crypto'
import * as fc from 'fast-check'
import { CompactSign, type JWK, compactVerify, exportJWK, generateKeyPair } from 'jose'
import { expect, test } from 'vitest'
import { readKeySet } from './key-set.ts'
import { type SigningKey, checkSignature } from './signing-key.ts'

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512']

interface Signed {
  algorithm: string
  jwk: JWK
  key: SigningKey
  token: string
}

/** Reads a key as the gateway does. */
function load(jwk: JWK): SigningKey {
  const key = readKeySet('http://idp/keys', JSON.stringify({ keys: [jwk] }), 0).findKey('k')
  if (!key) throw new TypeError('The key was left out')
  return key
}

async function make(algorithm: string): Promise<Signed> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k' }
  const token = await new CompactSign(Buffer.from('{"sub":"client-1"}'))
    .setProtectedHeader({ alg: algorithm, kid: 'k' })
    .sign(privateKey)
  return { algorithm, jwk, key: load(jwk), token }
}

const signed = await Promise.all(ALGORITHMS.map(make))
const find = (algorithm: string): Signed => {
  const found = signed.find((one) => one.algorithm === algorithm)
  if (!found) throw new RangeError(algorithm)
  return found
}

test.each(ALGORITHMS)('%s: its signature is good, another one is not', (algorithm) => {
  const { key, token } = find(algorithm)
  expect(checkSignature(token, algorithm, key)).toBe(true)
  expect(checkSignature(`${token.slice(0, -8)}AAAAAAAA`, algorithm, key)).toBe(false)
  expect(checkSignature(token.replace('.', '.e'), algorithm, key)).toBe(false)
  expect(checkSignature(token.slice(0, token.lastIndexOf('.') + 1), algorithm, key)).toBe(false)
})

test.each(ALGORITHMS)(
  '%s: the key of another client of the same kind does not fit',
  async (alg) => {
    const { token } = find(alg)
    expect(checkSignature(token, alg, (await make(alg)).key)).toBe(false)
  },
)

test.each([
  ['RS256', 'PS256'],
  ['PS256', 'RS256'],
  ['RS256', 'RS384'],
])('a signature of %s is none of %s', (one, other) => {
  expect(checkSignature(find(one).token, other, find(one).key)).toBe(false)
})

test.each([
  ['ES256', 'ES384'],
  ['ES384', 'ES256'],
  ['ES256', 'RS256'],
  ['RS256', 'ES256'],
])('a key of %s cannot be used with %s', (one, other) => {
  expect(checkSignature(find(one).token, other, find(one).key)).toBeUndefined()
})

test.each(['none', 'HS256', 'EdDSA', 'RS1', 'rs256', 'toString', '__proto__', ''])(
  'no key can be used with %j',
  (algorithm) => {
    for (const { key, token } of signed)
      expect(checkSignature(token, algorithm, key)).toBeUndefined()
  },
)

test('a key that its publisher keeps to one algorithm serves no other', () => {
  const { jwk, token } = find('RS256')
  expect(checkSignature(token, 'RS256', load({ ...jwk, alg: 'RS256' }))).toBe(true)
  expect(checkSignature(token, 'RS256', load({ ...jwk, alg: 'RS512' }))).toBeUndefined()
})

const HEADER = Buffer.from('{"alg":"x"}').toString('base64url')
const compose = (key: SignKeyObjectInput): string => {
  const input = `${HEADER}.e30`
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
}

test('a salt of another length than the hash is refused', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const padding = constants.RSA_PKCS1_PSS_PADDING
  const salted = (saltLength: number) => compose({ key: privateKey, padding, saltLength })
  const check = (text: string) => checkSignature(text, 'PS256', { key: publicKey })
  expect([32, 31, 0].map((length) => check(salted(length)))).toEqual([true, false, false])
})

test('a signature in DER is refused', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const check = (dsaEncoding: 'ieee-p1363' | 'der') =>
    checkSignature(compose({ key: privateKey, dsaEncoding }), 'ES256', { key: publicKey })
  expect([check('ieee-p1363'), check('der')]).toEqual([true, false])
})

const seed = Number(process.env['DCR_SEED'] ?? Date.now() % 2 ** 31)

test(`jose and this agree about 1 000 changed tokens (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...signed),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      async ({ algorithm, jwk, key, token }, where, change) => {
        const parts = token.split('.')
        const signature = Buffer.from(parts[2] ?? '', 'base64url')
        const payload = Buffer.from(parts[1] ?? '', 'base64url')
        const bytes = where % 2 === 0 ? signature : payload
        const at = where % bytes.length
        bytes[at] = (bytes[at] ?? 0) ^ change
        const [header] = parts
        const text = `${header}.${payload.toString('base64url')}.${signature.toString('base64url')}`
        const theirs = await compactVerify(text, { ...jwk, alg: algorithm }).then(
          () => true,
          () => false,
        )
        expect(checkSignature(text, algorithm, key)).toBe(theirs)
      },
    ),
    { seed, numRuns: 1000 },
  )
})
