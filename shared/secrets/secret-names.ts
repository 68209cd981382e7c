/** Where a name stands: in front of a header, a parameter of an address or form or a cookie, or a member. */
export type NamePlace = 'header' | 'param' | 'member'

/** Whether the value of a header, parameter or member of this name is a secret. */
export type IsSecretName = (name: string, place: NamePlace) => boolean

/** Names whose values are secrets, without hyphens, underscores, dots and capitals. */
const EXACT = new Set([
  'auth',
  'authcode',
  'authorizationcode',
  'code',
  'codeverifier',
  'devicecode',
  'dpop',
  'idtokenhint',
  'otp',
  'passcode',
  'pin',
  'sig',
  'sid',
  'softwarestatement',
  'usercode',
])

/** What other names of secrets end with; `token_type` or `secret_expires_at` do not. */
const ENDING =
  /(?:token|secret|password|passwd|passphrase|pwd|apikey|authkey|accesskey|secretkey|privatekey|signingkey|subscriptionkey|masterkey|sharedkey|session|sessionid|credentials?|signature|assertion|authorization|authentication|cookie)2?$/

/**
 * The one list of names of secrets, as OAuth and its users spell them: `X-Auth-Token`, `client_secret`,
 * `refreshToken`, `PASSWD`. What an API definition declares for its own credential comes on top, in the
 * companion (`declare-credentials.ts`).
 */
export function isSecretName(name: string): boolean {
  const letters = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return EXACT.has(letters) || ENDING.test(letters)
}

/**
 * Members of a JSON Web Key that are private.
 *
 * @see [RFC 7518 §6](https://www.rfc-editor.org/rfc/rfc7518.html#section-6)
 */
export const PRIVATE_KEY_MEMBERS: ReadonlySet<string> = new Set([
  'd',
  'p',
  'q',
  'dp',
  'dq',
  'qi',
  'k',
])
