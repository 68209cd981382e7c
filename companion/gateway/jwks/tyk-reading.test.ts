import { generateKeyPairSync } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import { expect, test } from 'vitest'
import { createSigner } from '../test/test-gateway.ts'
import { findSpoiledSet } from './tyk-reading.ts'

const { jwk: rsa } = await createSigner('good')
const { jwk: ec } = await createSigner('ec', 'ES256')
const okp = await exportJWK((await generateKeyPair('Ed25519', { extractable: true })).publicKey)
const k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey
const zeros = Buffer.alloc(32).toString('base64url')

test.each([
  ['RSA', rsa],
  ['a curve', ec],
  ['Ed25519', okp],
  ['a secret', { kty: 'oct', k: 'AAAA' }],
  ['a key for encryption', { ...rsa, use: 'enc', alg: 'RSA-OAEP' }],
  ['a thumbprint', { ...rsa, x5t: Buffer.alloc(20).toString('base64url') }],
  ['a thumbprint of SHA-256', { ...rsa, 'x5t#S256': zeros }],
])('Tyk reads a set with %s', (_case, key) => {
  expect(findSpoiledSet([rsa, key])).toBeUndefined()
})

test.each<[string, unknown, string]>([
  ['an unknown kty', { kty: 'XX' }, 'KEY_UNKNOWN_CURVE'],
  ['a post-quantum key', { kty: 'AKP', alg: 'ML-DSA-65', pub: 'AAAA' }, 'KEY_UNKNOWN_CURVE'],
  ['X25519', { kty: 'OKP', crv: 'X25519', x: zeros }, 'KEY_UNKNOWN_CURVE'],
  ['secp256k1', k1.export({ format: 'jwk' }), 'KEY_UNKNOWN_CURVE'],
  ['RSA without n', { ...rsa, n: undefined }, 'KEY_UNKNOWN_CURVE'],
  ['a point off the curve', { ...ec, x: zeros, y: zeros }, 'KEY_UNKNOWN_CURVE'],
  ['short coordinates', { ...ec, x: 'AA', y: 'AA' }, 'KEY_UNKNOWN_CURVE'],
  ['no kty', { ...rsa, kty: undefined }, 'KEY_UNKNOWN_CURVE'],
  ['a member that is no key', null, 'KEY_UNKNOWN_CURVE'],
  ['x5c that is no certificate', { ...rsa, x5c: ['AAAA'] }, 'KEY_CERTIFICATE_UNREADABLE'],
  ['x5c that is no list', { ...rsa, x5c: 'AAAA' }, 'KEY_CERTIFICATE_UNREADABLE'],
  ['x5t of another length', { ...rsa, x5t: 'zz' }, 'KEY_THUMBPRINT_WRONG'],
  ['x5t#S256 of another length', { ...rsa, 'x5t#S256': 'AA' }, 'KEY_THUMBPRINT_WRONG'],
])('%s spoils the set', (_case, key, code) => {
  expect(findSpoiledSet([rsa, key])?.why).toEqual({ code })
})
