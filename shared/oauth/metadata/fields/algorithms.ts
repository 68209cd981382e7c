/** @see [RFC 7518 §3.1](https://www.rfc-editor.org/rfc/rfc7518.html#section-3.1), signatures with a key pair */
export const KEY_PAIR_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const

/** Signatures with the client's secret. */
export const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'] as const

export const SIGNING_ALGORITHMS = [...KEY_PAIR_ALGORITHMS, ...SECRET_ALGORITHMS] as const

/** @see [RFC 7518 §4.1](https://www.rfc-editor.org/rfc/rfc7518.html#section-4.1) */
export const ENCRYPTION_ALGORITHMS = [
  'RSA-OAEP',
  'RSA-OAEP-256',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
  'A128KW',
  'A192KW',
  'A256KW',
  'A128GCMKW',
  'A192GCMKW',
  'A256GCMKW',
  'dir',
] as const

/** @see [RFC 7518 §5.1](https://www.rfc-editor.org/rfc/rfc7518.html#section-5.1) */
export const CONTENT_ALGORITHMS = [
  'A128CBC-HS256',
  'A192CBC-HS384',
  'A256CBC-HS512',
  'A128GCM',
  'A192GCM',
  'A256GCM',
] as const
