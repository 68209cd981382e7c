import type { Texts } from '../../facts.ts'

/** Why a JWT is not an access token, in general or of one provider. */
export const ACCESS_TOKEN = {
  CLAIM_MISSING: ({ claim, issuer }: Texts<'claim' | 'issuer'>) =>
    `The claim ${claim} is missing; an access token of ${issuer} has it.`,
  CLAIM_MISSING_RFC9068: ({ claim }: Texts<'claim'>) =>
    `The claim ${claim} is missing; an access token of an issuer of RFC 9068 has it.`,
  DPOP_PROOF: 'This is a DPoP proof.',
  ID_TOKEN: 'This is an ID token: it has nonce, at_hash or c_hash.',
  ID_TOKEN_OF_OKTA: 'This is an ID token of Okta.',
  JTI_NOT_TEXT: 'The claim jti is not text.',
  KEYCLOAK_PAYLOAD_TYP: ({ typ }: Texts<'typ'>) =>
    `The claim typ is ${typ}; Keycloak's access tokens say "Bearer".`,
  KEYCLOAK_TYP: `Keycloak's access tokens have the typ "JWT" in the header.`,
  LOGOUT_TOKEN: 'This is a logout token or a security event.',
  OKTA_JTI: 'The jti does not start with "AT.", as in every access token of Okta.',
  OKTA_SCP: 'The claim scp is not a list of texts.',
  OKTA_TYP: `Okta's access tokens have no typ in the header.`,
  OKTA_VER: 'The claim ver is not 1, as in every access token of Okta.',
  OTHER_KIND: ({ kind }: Texts<'kind'>) =>
    `This is a token of the kind "${kind}", not an access token.`,
  RFC9068_SCOPE: 'The claim scope is not text.',
  RFC9068_TYP: ({ typ }: Texts<'typ'>) => `The typ is ${typ}; RFC 9068 asks for "at+jwt".`,
  SUB_INVALID: 'The claim sub is longer than 255 characters or holds control characters.',
  TIME_IMPLAUSIBLE: ({ claim, value }: Texts<'claim' | 'value'>) =>
    `The claim ${claim} is no whole number of seconds before the year 2100: ${value}.`,
  TYP_NOT_TEXT: 'The typ of the header is not text.',
  TYP_OTHER: ({ typ }: Texts<'typ'>) => `The typ "${typ}" is not that of an access token.`,
}
