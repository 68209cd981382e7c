import { createHash, randomUUID } from 'node:crypto'
import { exportJWK, SignJWT } from 'jose'
import type { Vault } from '../secrets/vault.ts'
import type { TokenRecord } from '../store/schema.ts'
import { openDpopKeys } from './dpop-keys.ts'

/** The request that a proof is for. */
export interface ProvenCall {
  method: string
  url: URL
  /** The access token that is sent along. */
  token: string
}

/**
 * A proof, for one request, that the caller has the key which a token is bound to. It is dated by the
 * machine's clock, as resource servers judge it.
 *
 * @returns `undefined` for a token that is not bound to a key.
 * @see [RFC 9449 §4.2](https://www.rfc-editor.org/rfc/rfc9449.html#section-4.2)
 */
export async function createDpopProof(
  vault: Vault,
  record: TokenRecord,
  { method, url, token }: ProvenCall,
): Promise<string | undefined> {
  const keys = await openDpopKeys(vault, record)
  if (!keys) return undefined
  const ath = createHash('sha256').update(token).digest('base64url')
  return new SignJWT({ jti: randomUUID(), htm: method, htu: url.origin + url.pathname, ath })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(keys.publicKey) })
    .setIssuedAt()
    .sign(keys.privateKey)
}
