import { generateKeyPair, type GenerateKeyPairResult } from 'jose'

let spare: Promise<GenerateKeyPairResult> | undefined

/**
 * Starts to make a key pair on another thread, for a program that will need a first signing key and has
 * something else to do until then: finding two primes takes from 20 to 250 ms.
 */
export function prepareKeyPair(): void {
  spare ??= makeKeyPair()
  spare.catch(() => undefined)
}

/** The prepared key pair, once; otherwise a new one. RSA 2048, for RS256. */
export function takeKeyPair(): Promise<GenerateKeyPairResult> {
  const taken = spare ?? makeKeyPair()
  spare = undefined
  return taken
}

function makeKeyPair(): Promise<GenerateKeyPairResult> {
  return generateKeyPair('RS256', { extractable: true })
}
