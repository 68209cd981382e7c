import type { JWK } from 'jose'
import { expect, test } from 'vitest'
import { createSigner } from '../test/test-gateway.ts'
import { findKeyProblem } from './lint-key.ts'

const { jwk: rsa } = await createSigner('key-1')
const { jwk: ec } = await createSigner('key-2', 'ES256')
const encode = (hex: string) => Buffer.from(hex, 'hex').toString('base64url')

test.each([
  ['an RSA key', rsa],
  ['an EC key', ec],
  ['a key for no use in particular', { ...rsa, use: undefined } as unknown as JWK],
  ['a key whose key_ops say verify', { ...rsa, key_ops: ['encrypt', 'verify'] }],
  ['RSA of 2048 bits', { ...rsa, n: encode(`c1${'11'.repeat(255)}`) }],
  ['RSA of 8192 bits', { ...rsa, n: encode(`c1${'11'.repeat(1023)}`) }],
  ['RSA with an e of 32 bits', { ...rsa, e: encode('ffffffff') }],
  ['an EC key of P-521', { ...ec, crv: 'P-521' }],
  ['an Ed25519 key', { kty: 'OKP', crv: 'Ed25519', x: encode('a1'.repeat(32)), kid: 'x' }],
  ['an RSA key with e = 3', { ...rsa, e: encode('03') }],
])('%s is trusted', (_case, key) => {
  expect(findKeyProblem(key)).toBeUndefined()
})

test.each<[string, JWK, object]>([
  ['an oct key', { kty: 'oct', k: 'AAAA', kid: 'x' }, { code: 'KEY_SECRET' }],
  ['a private key', { ...rsa, d: 'AAAA' }, { code: 'KEY_PRIVATE', facts: { member: 'd' } }],
  ['a key without kid', { ...rsa, kid: undefined } as unknown as JWK, { code: 'KEY_NO_KID' }],
  ['a key with an empty kid', { ...rsa, kid: '' }, { code: 'KEY_NO_KID' }],
  ['a key whose kid is no text', { ...rsa, kid: 1 } as unknown as JWK, { code: 'KEY_NO_KID' }],
  ['a key for encryption', { ...rsa, use: 'enc' }, { code: 'KEY_NOT_FOR_SIGNATURES' }],
  ['key_ops without verify', { ...rsa, key_ops: ['encrypt'] }, { code: 'KEY_NOT_FOR_VERIFYING' }],
  [
    'key_ops that are no list',
    { ...rsa, key_ops: 'verify' } as unknown as JWK,
    { code: 'KEY_NOT_FOR_VERIFYING' },
  ],
  [
    'RSA of 2047 bits',
    { ...rsa, n: encode(`41${'11'.repeat(255)}`) },
    { code: 'KEY_MODULUS_SHORT', facts: { bits: 2047 } },
  ],
  [
    'RSA of 8193 bits',
    { ...rsa, n: encode(`01${'11'.repeat(1024)}`) },
    { code: 'KEY_MODULUS_LONG', facts: { bits: 8193 } },
  ],
  [
    'RSA with an even modulus',
    { ...rsa, n: encode(`c1${'12'.repeat(255)}`) },
    { code: 'KEY_MODULUS_EVEN' },
  ],
  ['RSA with padding', { ...rsa, n: `${rsa.n}==` }, { code: 'KEY_NOT_BASE64URL' }],
  ['RSA with a foreign character', { ...rsa, n: `+${rsa.n}` }, { code: 'KEY_NOT_BASE64URL' }],
  ['RSA with an e of half a byte', { ...rsa, e: 'A' }, { code: 'KEY_NOT_BASE64URL' }],
  ['RSA without e', { kty: 'RSA', n: rsa.n, kid: 'x' } as JWK, { code: 'KEY_NOT_BASE64URL' }],
  [
    'RSA of 1024 bits',
    { ...rsa, n: encode(`c1${'11'.repeat(127)}`) },
    { code: 'KEY_MODULUS_SHORT', facts: { bits: 1024 } },
  ],
  [
    'RSA with e = 1',
    { ...rsa, e: encode('01') },
    { code: 'KEY_EXPONENT_SMALL', facts: { exponent: '1' } },
  ],
  ['RSA with an even e', { ...rsa, e: encode('010000') }, { code: 'KEY_EXPONENT_EVEN' }],
  ['RSA with a huge e', { ...rsa, e: encode('0100000001') }, { code: 'KEY_EXPONENT_LARGE' }],
  ['RSA without n', { kty: 'RSA', e: 'AQAB', kid: 'x' }, { code: 'KEY_NOT_BASE64URL' }],
  ['an unknown curve', { ...ec, crv: 'secp256k1' }, { code: 'KEY_UNKNOWN_CURVE' }],
  ['a curve of another type', { ...ec, crv: 'Ed25519' }, { code: 'KEY_UNKNOWN_CURVE' }],
  ['a key without curve', { kty: 'EC', kid: 'x' }, { code: 'KEY_UNKNOWN_CURVE' }],
  ['a key without type', { kid: 'x', crv: 'P-256' }, { code: 'KEY_UNKNOWN_CURVE' }],
  ['an unknown type', { kty: 'XYZ', kid: 'x' }, { code: 'KEY_UNKNOWN_CURVE' }],
])('%s is left out', (_case, key, problem) => {
  expect(findKeyProblem(key)).toEqual(problem)
})

test.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])(
  'a key that shows its private member %s is left out, whatever its value',
  (name) => {
    const leaked = { ...rsa, [name]: undefined }
    expect(findKeyProblem(leaked)).toEqual({ code: 'KEY_PRIVATE', facts: { member: name } })
  },
)
