import type { JWK } from 'jose'
import { expect, test } from 'vitest'
import { createSigner } from '../testing.ts'
import { findKeyProblem } from './lint-key.ts'

const { jwk: rsa } = await createSigner('key-1')
const { jwk: ec } = await createSigner('key-2', 'ES256')
const encode = (hex: string) => Buffer.from(hex, 'hex').toString('base64url')

test.each([
  ['an RSA key', rsa],
  ['an EC key', ec],
  ['an RSA key with e = 3', { ...rsa, e: encode('03') }],
])('%s is trusted', (_case, key) => {
  expect(findKeyProblem(key)).toBeUndefined()
})

test.each<[string, JWK, string]>([
  ['an oct key', { kty: 'oct', k: 'AAAA', kid: 'x' }, 'shared secret'],
  ['a private key', { ...rsa, d: 'AAAA' }, 'private member "d"'],
  ['a key without kid', { ...rsa, kid: undefined } as unknown as JWK, 'no kid'],
  ['a key for encryption', { ...rsa, use: 'enc' }, 'use'],
  ['key_ops without verify', { ...rsa, key_ops: ['encrypt'] }, 'key_ops'],
  ['RSA of 1024 bits', { ...rsa, n: encode(`c1${'11'.repeat(127)}`) }, '1024 bits'],
  ['RSA with e = 1', { ...rsa, e: encode('01') }, 'exponent is 1'],
  ['RSA with an even e', { ...rsa, e: encode('010000') }, 'even'],
  ['RSA with a huge e', { ...rsa, e: encode('0100000001') }, 'larger than 32 bits'],
  ['RSA without n', { kty: 'RSA', e: 'AQAB', kid: 'x' }, 'base64url'],
  ['an unknown curve', { ...ec, crv: 'secp256k1' }, 'curve'],
  ['an unknown type', { kty: 'XYZ', kid: 'x' }, 'type'],
])('%s is left out', (_case, key, problem) => {
  expect(findKeyProblem(key)).toContain(problem)
})
