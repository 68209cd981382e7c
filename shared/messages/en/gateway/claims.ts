import type { Numbers, Texts } from '../../facts.ts'

const RFC = 'https://www.rfc-editor.org/rfc'
const TYK_JWT =
  'https://tyk.io/docs/basic-config-and-security/security/authentication-authorization/json-web-tokens/'

/** What the claims of a token say. */
export const CLAIMS = {
  checks: {
    time: {
      title: 'Check the times',
      reference: { text: 'RFC 7519 §4.1.4, exp', href: `${RFC}/rfc7519.html#section-4.1.4` },
    },
    issuer: {
      title: 'Check the issuer',
      reference: { text: 'RFC 7519 §4.1.1, iss', href: `${RFC}/rfc7519.html#section-4.1.1` },
    },
    audience: {
      title: 'Check the audience',
      reference: { text: 'RFC 7519 §4.1.3, aud', href: `${RFC}/rfc7519.html#section-4.1.3` },
    },
    claims: {
      title: 'Check other claims',
      reference: { text: 'Tyk OAS: claim validation', href: TYK_JWT },
    },
    identity: {
      title: 'Read who is calling',
      reference: { text: 'Tyk: identity source of a JWT', href: TYK_JWT },
    },
  },
  refusals: {
    /** In Tyk's words, which the caller gets, too. */
    AUDIENCE_REFUSED: ({ problem }: Texts<'problem'>) => `The audience does not fit: ${problem}.`,
    BINDING_NOT_CHECKED:
      'The API asks for tokens whose binding is checked, and nothing here checks it: the gateway sees neither client certificates nor DPoP proofs.',
    CLAIM_RULE_BROKEN: ({ problem }: Texts<'problem'>) =>
      `A rule of the API about claims does not hold: ${problem}.`,
    IDENTITY_MISSING: ({ claim }: Texts<'claim'>) =>
      `The token does not say who is calling: no text in "${claim}", nor in "sub".`,
    ISSUER_REFUSED: ({ problem }: Texts<'problem'>) => `The issuer does not fit: ${problem}.`,
    LIFETIME_TOO_LONG: ({ seconds, limit }: Numbers<'seconds' | 'limit'>) =>
      `The token lives ${seconds} s; the API allows ${limit} s.`,
    LIFETIME_UNKNOWN: 'The token does not say how long it lives: it lacks exp or iat.',
    TIME_AHEAD: ({ claim, seconds }: Texts<'claim'> & Numbers<'seconds'>) =>
      `The token's ${claim} lies ${seconds} s ahead of the gateway's clock.`,
    TIME_NOT_NUMBER: ({ claim, value }: Texts<'claim' | 'value'>) =>
      `The claim ${claim} is not a number: ${value}.`,
    TOKEN_NOT_BOUND:
      'The API asks for tokens that are bound to their caller; this one has neither cnf.x5t#S256 nor cnf.jkt.',
    TOKEN_EXPIRED: ({ seconds }: Numbers<'seconds'>) => `The token expired ${seconds} s ago.`,
  },
  causes: {
    BINDING_ASKED_FOR:
      'The API asks for what this gateway cannot check: without token_binding "required" the token is taken as the bearer token that it is to Tyk, too.',
    PROVIDER_BINDS_NOTHING:
      'The client was not registered for bound tokens (tls_client_certificate_bound_access_tokens, dpop_bound_access_tokens), or asked without its certificate or proof.',
    CLOCKS_DIFFER:
      'The clocks of provider and gateway differ: set them, or allow some seconds of skew in the API definition.',
    IDENTITY_CLAIM_NOT_SENT: 'The API reads the identity from a claim this provider does not send.',
    LIFETIME_LIMIT_SHORT: 'The limit of the API is too short (max_token_lifetime).',
    LIFETIME_SET_LONG: 'The provider issues tokens that live longer: shorten their lifetime there.',
    TOKEN_FOR_OTHER_USE: 'The token was issued for something else.',
    TOKEN_USED_UP: 'Tokens are short-lived; this one is used up.',
  },
}
