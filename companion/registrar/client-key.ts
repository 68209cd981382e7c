import { exportJWK, generateKeyPair, type JWK } from 'jose'
import type { ClientMetadata } from '#shared/oauth/client-metadata.ts'
import { KEY_PAIR_ALGORITHMS } from '#shared/oauth/metadata/fields/algorithms.ts'

/**
 * A key pair for a client that authenticates with a key and was ordered without one.
 *
 * @returns The metadata with the public half in `jwks`, and the private one as JSON to be sealed.
 *
 * @see [RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.2)
 */
export async function addClientKey(
  metadata: ClientMetadata,
): Promise<{ metadata: ClientMetadata; privateJwk?: string }> {
  const isOwn = metadata['jwks'] !== undefined || metadata['jwks_uri'] !== undefined
  if (metadata.token_endpoint_auth_method !== 'private_key_jwt' || isOwn) return { metadata }
  const asked = metadata['token_endpoint_auth_signing_alg']
  const alg = KEY_PAIR_ALGORITHMS.find((name) => name === asked) ?? 'RS256'
  const pair = await generateKeyPair(alg, { extractable: true })
  const attributes = { kid: 'dcr-lab', alg, use: 'sig' }
  const publicJwk: JWK = { ...(await exportJWK(pair.publicKey)), ...attributes }
  const privateJwk: JWK = { ...(await exportJWK(pair.privateKey)), ...attributes }
  return {
    metadata: { ...metadata, jwks: { keys: [publicJwk] } },
    privateJwk: JSON.stringify(privateJwk),
  }
}
