import type { JWK } from 'jose'
import { expect, test } from 'vitest'
import { createSigner } from '../test/open-lab.ts'
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
  ['an Ed25519 key', { kty: 'OKP', crv: 'Ed25519', x: 'AA', kid: 'x' }],
  ['an RSA key with e = 3', { ...rsa, e: encode('03') }],
])('%s is trusted', (_case, key) => {
  expect(findKeyProblem(key)).toBeUndefined()
})

test.each<[string, JWK, string]>([
  ['an oct key', { kty: 'oct', k: 'AAAA', kid: 'x' }, 'shared secret'],
  ['a private key', { ...rsa, d: 'AAAA' }, 'private member "d"'],
  ['a key without kid', { ...rsa, kid: undefined } as unknown as JWK, 'no kid'],
  ['a key with an empty kid', { ...rsa, kid: '' }, 'no kid'],
  ['a key whose kid is no text', { ...rsa, kid: 1 } as unknown as JWK, 'no kid'],
  ['a key for encryption', { ...rsa, use: 'enc' }, 'use'],
  ['key_ops without verify', { ...rsa, key_ops: ['encrypt'] }, 'key_ops'],
  ['key_ops that are no list', { ...rsa, key_ops: 'verify' } as unknown as JWK, 'key_ops'],
  ['RSA of 2047 bits', { ...rsa, n: encode(`41${'11'.repeat(255)}`) }, '2047 bits, fewer'],
  ['RSA of 8193 bits', { ...rsa, n: encode(`01${'11'.repeat(1024)}`) }, '8193 bits, more'],
  ['RSA with an even modulus', { ...rsa, n: encode(`c1${'12'.repeat(255)}`) }, 'modulus is even'],
  ['RSA with padding', { ...rsa, n: `${rsa.n}==` }, 'base64url'],
  ['RSA with a foreign character', { ...rsa, n: `+${rsa.n}` }, 'base64url'],
  ['RSA with an e of half a byte', { ...rsa, e: 'A' }, 'base64url'],
  ['RSA without e', { kty: 'RSA', n: rsa.n, kid: 'x' } as JWK, 'base64url'],
  ['RSA of 1024 bits', { ...rsa, n: encode(`c1${'11'.repeat(127)}`) }, '1024 bits'],
  ['RSA with e = 1', { ...rsa, e: encode('01') }, 'exponent is 1'],
  ['RSA with an even e', { ...rsa, e: encode('010000') }, 'exponent is even'],
  ['RSA with a huge e', { ...rsa, e: encode('0100000001') }, 'larger than 32 bits'],
  ['RSA without n', { kty: 'RSA', e: 'AQAB', kid: 'x' }, 'base64url'],
  ['an unknown curve', { ...ec, crv: 'secp256k1' }, 'curve'],
  ['a curve of another type', { ...ec, crv: 'Ed25519' }, 'curve'],
  ['a key without curve', { kty: 'EC', kid: 'x' }, 'curve'],
  ['a key without type', { kid: 'x', crv: 'P-256' }, 'type'],
  ['an unknown type', { kty: 'XYZ', kid: 'x' }, 'type'],
])('%s is left out', (_case, key, problem) => {
  expect(findKeyProblem(key)).toContain(problem)
})

test.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])(
  'a key that shows its private member %s is left out, whatever its value',
  (name) => {
    const leaked = { ...rsa, [name]: undefined }
    expect(findKeyProblem(leaked)).toContain(`private member "${name}"`)
  },
)
