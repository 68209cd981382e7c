/** The meaning of a `jwt_source`: the address of a key set, or one public key. */
export type JwtSource =
  | { kind: 'url'; url: string; isPlain: boolean }
  /** PEM text, or DER in base64. */
  | { kind: 'key'; key: string }

/**
 * Tyk's `jwt_source`: an http(s) URL, plain or in base64. Tyk 5.9 and later fail with a plain URL after the
 * first request, so this program always writes base64.
 *
 * @see [Tyk: JSON Web Tokens](https://tyk.io/docs/basic-config-and-security/security/authentication-authorization/json-web-tokens/)
 * @see [tyk#7461](https://github.com/TykTechnologies/tyk/issues/7461)
 */
export function encodeJwtSource(url: string): string {
  return btoa(url)
}

/** Reads a `jwt_source`; `undefined` when it is neither an address nor a key. */
export function readJwtSource(source: string): JwtSource | undefined {
  if (isHttpUrl(source)) return { kind: 'url', url: source, isPlain: true }
  const decoded = decode(source)
  if (decoded === undefined) return undefined
  if (isHttpUrl(decoded)) return { kind: 'url', url: decoded, isPlain: false }
  if (/-----BEGIN (?:PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE)-----/.test(decoded))
    return { kind: 'key', key: decoded }
  // DER begins with a SEQUENCE whose length takes more than one byte.
  return /^0[\u0080-\u0084]/.test(decoded) || /^0[YV*]/.test(decoded)
    ? { kind: 'key', key: source }
    : undefined
}

function decode(source: string): string | undefined {
  try {
    return atob(source)
  } catch {
    return undefined
  }
}

/** An address of http or https; one with a user name or a password in it is none, as it would be shown. */
export function isHttpUrl(value: string): boolean {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return false
  const { username, password } = new URL(value)
  return username === '' && password === ''
}

/** Whether a source, plain or in base64, is an address with a user name or a password in it. */
export function hasUserInfo(source: string): boolean {
  return [source, decode(source) ?? ''].some(
    (text) => /^https?:\/\//i.test(text) && URL.canParse(text) && !isHttpUrl(text),
  )
}
