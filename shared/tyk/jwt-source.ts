/**
 * Tyk's `jwt_source`: an http(s) URL as it stands, or base64 of one. Tyk 5.9 and later forget a
 * plain URL after the first request, so what leaves here is always base64.
 *
 * @see [Tyk: JSON Web Tokens](https://tyk.io/docs/basic-config-and-security/security/authentication-authorization/json-web-tokens/)
 * @see [tyk#7461](https://github.com/TykTechnologies/tyk/issues/7461)
 */
export function encodeJwtSource(url: string): string {
  return btoa(url)
}

/** The JWKS URL that a `jwt_source` names, or `undefined` when it is not one. */
export function decodeJwtSource(source: string): string | undefined {
  if (isHttpUrl(source)) return source
  try {
    const decoded = atob(source)
    return isHttpUrl(decoded) ? decoded : undefined
  } catch {
    return undefined
  }
}

function isHttpUrl(value: string): boolean {
  return /^https?:\/\//i.test(value) && URL.canParse(value)
}
