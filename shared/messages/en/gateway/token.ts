import type { Numbers, Texts } from '../../facts.ts'

const RFC = 'https://www.rfc-editor.org/rfc'

/** Where the token is, and whether it can be read. */
export const TOKEN = {
  checks: {
    credential: {
      title: 'Find the token',
      reference: { text: 'RFC 6750 §2.1', href: `${RFC}/rfc6750.html#section-2.1` },
    },
    token_shape: {
      title: 'Read the token',
      reference: { text: 'RFC 8725 §3', href: `${RFC}/rfc8725.html#section-3` },
    },
  },
  refusals: {
    ALGORITHM_MISSING: 'The header names no algorithm.',
    ALGORITHM_REFUSED: ({ alg, allowed }: Texts<'alg' | 'allowed'>) =>
      `The token's alg is ${alg}; the API's signing method allows ${allowed}.`,
    AUTH_TOKEN_UNKNOWN:
      'The API is protected by auth tokens (enable_jwt is off), and no such token exists.',
    HEADER_MEMBER_FORBIDDEN: ({ member }: Texts<'member'>) =>
      `The header has "${member}"; a token may not bring its own rules.`,
    KID_INVALID: 'The kid is longer than 256 characters or not plain ASCII text.',
    KID_MISSING: 'The header has no kid, so no key of the set can be chosen.',
    PART_NOT_BASE64URL: ({ part }: Texts<'part'>) =>
      `The ${part} is empty or not in the one base64url spelling of its bytes.`,
    PART_NOT_STRICT_JSON: ({ part, problem }: Texts<'part' | 'problem'>) =>
      `The ${part} ${problem}.`,
    PART_NOT_UTF8: ({ part }: Texts<'part'>) => `The ${part} is not UTF-8 text.`,
    SIGNATURE_NOT_BASE64URL:
      'The signature is empty or not in the one base64url spelling of its bytes.',
    TOKEN_ENCRYPTED: 'The token is encrypted (JWE); this gateway reads signed ones.',
    TOKEN_HEADER_REPEATED: ({ header, count }: Texts<'header'> & Numbers<'count'>) =>
      `The header ${header} came ${count} times; nothing says which of the tokens counts.`,
    TOKEN_MISSING: ({ places }: Texts<'places'>) =>
      `No token came in any place this API reads: ${places}.`,
    TOKEN_PARTS: ({ count }: Numbers<'count'>) =>
      `The token has ${count} ${count === 1 ? 'part' : 'parts'} between dots; a signed JWT has 3.`,
    TOKEN_TOO_LONG: ({ length, limit }: Numbers<'length' | 'limit'>) =>
      `The token is ${length} characters long, more than ${limit}.`,
    TOKENS_IN_SEVERAL_PLACES: ({ places }: Texts<'places'>) =>
      `Tokens came in several ways: ${places}.`,
  },
  causes: {
    DEFINITION_WITHOUT_JWT: 'The definition was meant for JWTs: set enable_jwt to true.',
    HEADER_ADDED_TWICE: 'A proxy or a client library adds its own header to the one that is there.',
    KID_NOT_WRITTEN:
      'The provider signs without a kid. Tyk needs one to choose a key, even of a set with one key.',
    SIGNATURE_STRIPPED: 'The signature was taken off the token.',
    SIGNED_WITH_OTHER_FAMILY: 'The provider signs with another kind of key than the API expects.',
    TOKEN_DAMAGED: 'The token was damaged on its way, or is not an access token.',
    TOKEN_IN_OTHER_HEADER:
      'The token is in the header Authorization, which this API does not read.',
    TOKEN_IN_QUERY: 'The token is in the query, which this API does not read.',
    TOKEN_NOT_SENT: 'The call was sent without a token.',
    TOKEN_OPAQUE: 'An opaque token was sent: the provider issues JWTs only for some audiences.',
    TOKEN_SENT_TWICE: 'The client sends its token twice; a token in a query ends up in logs.',
  },
}
