/** @see [RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591.html#section-2) and the grants registered since */
export const GRANT_TYPES = [
  'client_credentials',
  'authorization_code',
  'implicit',
  'refresh_token',
  'password',
] as const

/** @see [RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591.html#section-2) */
export const RESPONSE_TYPES = ['token', 'code', 'id_token'] as const

/** @see [OIDC Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication) */
export const TOKEN_ENDPOINT_AUTH_METHODS = [
  'client_secret_post',
  'client_secret_basic',
  'client_secret_jwt',
  'private_key_jwt',
  'none',
] as const

/** Okta's own list; OpenID Connect knows `web` and `native` only. */
export const APPLICATION_TYPES = ['web', 'native', 'browser', 'service'] as const

export type ApplicationType = (typeof APPLICATION_TYPES)[number]
