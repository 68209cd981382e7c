import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import type { Vault } from '../secrets/vault.ts'
import type { Records } from '../store/records.ts'
import type { IdpKey } from '../store/idp-records.ts'

export interface SigningKey {
  kid: string
  /** With `kid`, `alg` and `use`, as Okta publishes it. */
  publicJwk: JWK
  privateJwk: JWK
}

/** The key that signs tokens: made once, RSA 2048 for RS256, and kept. */
export async function loadSigningKey(records: Records<IdpKey>, vault: Vault): Promise<SigningKey> {
  const known = records.list().at(-1) ?? (await createKey(records, vault))
  const attributes = { kid: known.kid, alg: 'RS256', use: 'sig' }
  const sealed = vault.open(known.private_jwk, keyPlace(known.kid))
  return {
    kid: known.kid,
    publicJwk: { ...known.public_jwk, ...attributes },
    privateJwk: { ...(JSON.parse(sealed) as JWK), ...attributes },
  }
}

async function createKey(records: Records<IdpKey>, vault: Vault): Promise<IdpKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const public_jwk = (await exportJWK(publicKey)) as IdpKey['public_jwk']
  const kid = await calculateJwkThumbprint(public_jwk)
  const private_jwk = vault.seal(JSON.stringify(await exportJWK(privateKey)), keyPlace(kid))
  const key: IdpKey = { kid, public_jwk, private_jwk, created_at: new Date().toISOString() }
  await records.put(kid, key)
  return key
}

function keyPlace(kid: string): { collection: string; id: string; field: string } {
  return { collection: 'idp_keys', id: kid, field: 'private_jwk' }
}
