import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { findKeyProblem } from './lint-key.ts'

const M = [
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
  101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
].reduce((product, prime) => product * BigInt(prime), 1n)

/** A number of the form in which the library made its primes: k · M + 65537^a mod M. */
function makeFactor(bits: number, exponent: number): bigint {
  let power = 1n
  for (let count = 0; count < exponent; count += 1) power = (power * 65_537n) % M
  const multiple = (1n << BigInt(bits)) / M + BigInt(exponent)
  return multiple * M + power
}

const encode = (value: bigint) => {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url')
}

test.each([
  [7, 11],
  [123, 456],
  [1, 2],
])('a modulus of the weak form is left out (%i, %i)', (first, second) => {
  const n = encode(makeFactor(1024, first) * makeFactor(1024, second))
  expect(findKeyProblem({ kty: 'RSA', kid: 'x', n, e: 'AQAB' })).toEqual({
    code: 'KEY_ROCA',
  })
})

test('a sound modulus is trusted', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  expect(findKeyProblem({ ...publicKey.export({ format: 'jwk' }), kid: 'x' })).toBeUndefined()
})
