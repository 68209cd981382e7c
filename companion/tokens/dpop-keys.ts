import { exportJWK, importJWK, type JWK } from 'jose'
import * as openid from 'openid-client'
import { tokenPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { TokenRecord } from '../store/schema.ts'

/**
 * The key that a token is bound to.
 *
 * @see [RFC 9449](https://www.rfc-editor.org/rfc/rfc9449.html) DPoP
 */
export type DpopKeys = Awaited<ReturnType<typeof openid.randomDPoPKeyPair>>

const ALGORITHM = 'ES256'

/** A new, extractable key pair, so that it can be stored. */
export function createDpopKeys(): Promise<DpopKeys> {
  return openid.randomDPoPKeyPair(ALGORITHM, { extractable: true })
}

/** The openid-client option that adds a DPoP proof to a call. */
export function bindTo(
  config: openid.Configuration,
  keys: DpopKeys | undefined,
): openid.DPoPOptions {
  return keys ? { DPoP: openid.getDPoPHandle(config, keys) } : {}
}

/** @param token - The id of the token that is bound to the key. */
export async function sealDpopKeys(vault: Vault, token: string, keys: DpopKeys): Promise<string> {
  const pair = {
    privateKey: await exportJWK(keys.privateKey),
    publicKey: await exportJWK(keys.publicKey),
  }
  return vault.seal(JSON.stringify(pair), tokenPlace(token, 'dpop_key'))
}

/** @returns `undefined` for a token that is not bound to a key. */
export async function openDpopKeys(
  vault: Vault,
  { id, dpop_key }: TokenRecord,
): Promise<DpopKeys | undefined> {
  if (dpop_key === undefined) return undefined
  const pair = JSON.parse(vault.open(dpop_key, tokenPlace(id, 'dpop_key'))) as Record<
    'privateKey' | 'publicKey',
    JWK
  >
  const read = async (jwk: JWK): Promise<CryptoKey> =>
    (await importJWK(jwk, ALGORITHM, { extractable: true })) as CryptoKey
  return { privateKey: await read(pair.privateKey), publicKey: await read(pair.publicKey) }
}
