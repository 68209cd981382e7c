/**
 * The algorithms with which the engine takes client assertions.
 *
 * @see [RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2) to be named beside the `*_jwt` methods
 */
export const ASSERTION_ALGORITHMS = ['HS256', 'RS256', 'PS256', 'ES256', 'Ed25519', 'EdDSA']
