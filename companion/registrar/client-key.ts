import { createPrivateKey, type KeyObject } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { AppError } from '#shared/errors/app-error.ts'
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

/**
 * The private key of a client that was registered elsewhere.
 *
 * @param text - PKCS #8 in PEM, or a JWK.
 * @returns The JWK as JSON, with the algorithm that its kind of key signs with.
 * @throws AppError `INPUT_INVALID`.
 */
export async function readPrivateKey(text: string): Promise<string> {
  try {
    const given = text.trimStart().startsWith('{') ? (JSON.parse(text) as JWK) : undefined
    const key = given
      ? createPrivateKey({ key: given as Record<string, unknown>, format: 'jwk' })
      : createPrivateKey(text)
    const { kid, alg = chooseAlgorithm(key) } = given ?? {}
    return JSON.stringify({ ...(await exportJWK(key)), ...(kid !== undefined && { kid }), alg })
  } catch (cause) {
    const message = 'A private key is PKCS #8 in PEM ("-----BEGIN PRIVATE KEY-----"), or a JWK.'
    throw new AppError('INPUT_INVALID', {
      detail: message,
      issues: [{ field: 'private_key', rule: 'private_key', message }],
      cause,
    })
  }
}

/** @see [RFC 7518 §3.1](https://www.rfc-editor.org/rfc/rfc7518.html#section-3.1) */
function chooseAlgorithm({ asymmetricKeyType: kind, asymmetricKeyDetails }: KeyObject): string {
  if (kind === 'ed25519') return 'EdDSA'
  if (kind !== 'ec') return 'RS256'
  const byCurve: Record<string, string> = { secp384r1: 'ES384', secp521r1: 'ES512' }
  return byCurve[asymmetricKeyDetails?.namedCurve ?? ''] ?? 'ES256'
}
