import type { Numbers, Texts } from '../../facts.ts'

const VALUES = {
  ABSENT: 'absent',
  ALL: 'all',
  BYTES: ({ bytes }: Numbers<'bytes'>) => `${bytes} bytes`,
  EMPTY: 'empty',
  NEVER: 'never',
  NONE: 'none',
  NONE_SWITCHED_ON: 'none is switched on',
  NO_API: 'no API',
  SECONDS: ({ seconds }: Numbers<'seconds'>) => `${seconds} s`,
  SECONDS_STALE: ({ seconds }: Numbers<'seconds'>) => `${seconds} s, stale`,
  UNREADABLE_URL: ({ methods }: Texts<'methods'>) => `${methods} (unreadable)`,
  UNREADABLE_TIME: 'an unreadable time',
  USED_OF: ({ used, limit }: Numbers<'used' | 'limit'>) => `${used} of ${limit}`,
  ALREADY_CHECKED: 'at an earlier sight of this token',
  ANY_AS_TEXT: 'any, as text',
  ANY_AUDIENCE: 'any: a classic definition names none',
  ANY_ISSUER: 'any that signs with the key set',
  BOUND_TO_CERTIFICATE: ({ thumbprint }: Texts<'thumbprint'>) =>
    `the certificate ${thumbprint} (RFC 8705), which neither this gateway checks nor, by its documentation, Tyk 5.14: to both it is a bearer token`,
  BOUND_TO_KEY: ({ thumbprint }: Texts<'thumbprint'>) =>
    `the key ${thumbprint} (DPoP, RFC 9449), whose proofs neither this gateway checks nor, by its documentation, Tyk 5.14: to both it is a bearer token`,
  CHECKED_NOW: 'now',
  ENDPOINT_IGNORED: 'the endpoint is ignored: it needs no token',
  IGNORED: 'ignored: needs no token',
  KEYLESS: 'the API is keyless',
  NO_LIMIT: 'no limit',
  NO_QUOTA: 'no quota',
  NO_RULES: 'none: only OAS definitions have them',
  NO_RULE_AGAINST: 'none against it',
}

const PLACES = {
  COOKIE: ({ name }: Texts<'name'>) => `cookie ${name}`,
  FIRST_SEGMENT: 'first segment of the path',
  NOWHERE: 'nowhere',
  HEADER: ({ name }: Texts<'name'>) => `header ${name}`,
  QUERY_PARAMETER: ({ name }: Texts<'name'>) => `query parameter ${name}`,
  JWT_SOURCE_KEY: 'the key in jwt_source',
  TOKEN_HEADER: 'header',
  TOKEN_PAYLOAD: 'payload',
}

/** How policies were chosen. */
const CHOICES = {
  BY_CLAIM: ({ claim, policy }: Texts<'claim' | 'policy'>) => `claim ${claim}: ${policy}`,
  BY_DEFAULT: ({ policies }: Texts<'policies'>) => `default of the API: ${policies}`,
  BY_SCOPES: ({ claim, scopes }: Texts<'claim' | 'scopes'>) =>
    `scopes in claim ${claim}: ${scopes}`,
}

/** What is wrong with a path; each is the end of a sentence. */
const PATHS = {
  PATH_BACKSLASH: 'holds a backslash or a #',
  PATH_CONTROL: 'holds a control character, a space or a byte above 7F',
  PATH_DOTS: 'holds a . or .. segment',
  PATH_EMPTY_SEGMENT: 'holds an empty segment',
  PATH_ESCAPED_CONTROL: 'holds an escaped control character',
  PATH_ESCAPED_SLASH: 'holds an escaped slash or backslash',
  PATH_ESCAPED_TWICE: 'is escaped twice',
  PATH_NOT_UTF8: 'holds escapes that are not UTF-8',
  PATH_NO_SLASH: 'does not start with a slash',
  PATH_QUERY: 'is followed by a query with a #, a control character or a byte above 7F',
  PATH_STRAY_PERCENT: 'holds a % that starts no escape',
}

/** What is wrong with JSON; each is the end of a sentence. */
const JSON_PROBLEMS = {
  JSON_MEMBER_TWICE: 'has a member name twice',
  JSON_NOT_OBJECT: 'is not a JSON object',
  JSON_PROTO: 'has a member named __proto__',
  JSON_SYNTAX: 'is not JSON',
  JSON_TOO_DEEP: ({ limit }: Numbers<'limit'>) => `is nested more than ${limit} levels deep`,
}

/** Why a published key is not used; each is the end of a sentence. */
const KEYS = {
  KEY_CERTIFICATE_UNREADABLE: 'its x5c is no certificate',
  KEY_EXPONENT_EVEN: 'its public exponent is even',
  KEY_EXPONENT_LARGE: 'its public exponent is larger than 32 bits',
  KEY_EXPONENT_SMALL: ({ exponent }: Texts<'exponent'>) =>
    `its public exponent is ${exponent}: anybody could forge signatures`,
  KEY_MODULUS_EVEN: 'its modulus is even',
  KEY_MODULUS_LONG: ({ bits }: Numbers<'bits'>) => `its modulus has ${bits} bits, more than 8192`,
  KEY_MODULUS_SHORT: ({ bits }: Numbers<'bits'>) => `its modulus has ${bits} bits, fewer than 2048`,
  KEY_NOT_BASE64URL: 'its n or e is not base64url',
  KEY_NOT_FOR_SIGNATURES: 'it is not meant for signatures (use)',
  KEY_NOT_FOR_VERIFYING: 'it is not meant for verifying (key_ops)',
  KEY_NO_KID: 'it has no kid',
  KEY_PRIVATE: ({ member }: Texts<'member'>) =>
    `it holds the private member "${member}": the provider leaked its key`,
  KEY_ROCA: 'its modulus can be factored (CVE-2017-15361, ROCA)',
  KEY_SECRET: 'it is a shared secret, and the key set is public',
  KEY_THUMBPRINT_WRONG: 'its x5t has another length than a thumbprint',
  KEY_UNKNOWN_CURVE: 'its type or curve is unknown',
  KEY_POINT_WEAK: 'it is one of the few keys for which anyone can make signatures',
  KEY_UNREADABLE: 'it is not a public key or certificate that can be read',
}

/** Why no key set came; each is the end of a sentence. */
const KEY_SETS = {
  KEY_SET_ADDRESS_GUARDED: 'the address is one that the gateway never calls',
  KEY_SET_CONNECTION: 'the connection failed',
  KEY_SET_CONNECTION_CODE: ({ errno }: Texts<'errno'>) => `the connection failed (${errno})`,
  KEY_SET_HOST_UNKNOWN: 'the host name is not known',
  KEY_SET_KEY_UNREADABLE: 'the key in jwt_source cannot be read',
  KEY_SET_NO_ANSWER: 'no answer came',
  KEY_SET_NO_LIST: 'the answer has no list "keys"',
  KEY_SET_NOT_JSON: 'the answer is not JSON',
  KEY_SET_REFUSED: 'nothing listens at that address',
  KEY_SET_STATUS: ({ status }: Numbers<'status'>) => `the answer has status ${status}`,
  KEY_SET_TOO_LARGE: ({ kibibytes }: Numbers<'kibibytes'>) =>
    `the answer is larger than ${kibibytes} KiB`,
  KEY_SET_TOO_LONG: ({ count, limit }: Numbers<'count' | 'limit'>) =>
    `the answer has ${count} keys, more than ${limit}`,
  KEY_SET_TOO_SLOW: ({ seconds }: Numbers<'seconds'>) =>
    `there was no whole answer within ${seconds} s`,
}

/** Why a call that passes here would not at a Tyk. */
const AT_TYK = {
  SET_SPOILED_AT_TYK: ({ kid }: Texts<'kid'>) =>
    `accepted here, 403 at Tyk, because Tyk cannot read ${kid === '' ? 'a key without kid' : `the key ${kid}`} of the set and then uses none of its keys`,
  SOURCE_BROKEN_AT_TYK:
    'accepted here, 403 at Tyk, because the address in jwt_source holds a line break or a space (echo ADDRESS | base64 adds one; printf %s ADDRESS | base64 does not)',
}

/** How an upstream failed; each is the end of a sentence. */
const UPSTREAMS = {
  UPSTREAM_ADDRESS_GUARDED: 'link-local and metadata addresses are never called',
  UPSTREAM_CLOSED: 'it closed the connection without an answer',
  UPSTREAM_CUT: 'it closed the connection in the middle',
  UPSTREAM_HEADERS: 'its headers are larger than 16 KiB',
  UPSTREAM_INVALID: 'its answer is no valid HTTP, or its certificate is not trusted',
  UPSTREAM_IS_GATEWAY: 'that is this gateway itself, the control API or the portal',
  UPSTREAM_NO_HOST: 'there is no way to that host',
  UPSTREAM_NO_NETWORK: 'there is no way to that network',
  UPSTREAM_REFUSED: 'nothing listens there',
}

/** Parts of sentences, and values in words. */
export const WORDS = {
  ...VALUES,
  ...PLACES,
  ...CHOICES,
  ...PATHS,
  ...JSON_PROBLEMS,
  ...KEYS,
  ...KEY_SETS,
  ...AT_TYK,
  ...UPSTREAMS,
}
