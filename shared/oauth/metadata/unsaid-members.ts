/**
 * Members that have a default in the standard, or that many servers leave out of their answers though they
 * keep them: an answer without one of them is no answer about it.
 *
 * @see [RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591.html#section-2) defaults
 * @see [RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.1) the server must return them all
 */
const DEFAULTS: Readonly<Record<string, string | undefined>> = {
  grant_types: 'authorization_code',
  response_types: 'code',
  token_endpoint_auth_method: 'client_secret_basic',
  application_type: 'web',
  scope: undefined,
}

export function isUnsaid(name: string): boolean {
  return Object.hasOwn(DEFAULTS, name)
}

/** What holds where an answer leaves such a member out, as far as it can be known. */
export function describeUnsaid(name: string): string {
  const standard = DEFAULTS[name]
  const rule =
    standard === undefined ? 'the standard has no default' : `the standard’s default is ${standard}`
  return `The answer does not say; ${rule}. What holds shows at the first request that needs it.`
}
