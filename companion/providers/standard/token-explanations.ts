import type { Explanation } from '../explanation.ts'

const TOKEN_ERROR = {
  text: 'RFC 6749 §5.2, token error response',
  href: 'https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2',
}
const INTROSPECTION_ERROR = {
  text: 'RFC 7662 §2.3, error response',
  href: 'https://www.rfc-editor.org/rfc/rfc7662.html#section-2.3',
}
const REVOCATION_ERROR = {
  text: 'RFC 7009 §2.2.1, error response',
  href: 'https://www.rfc-editor.org/rfc/rfc7009.html#section-2.2.1',
}

/** Refusals at the token endpoint, and of the calls that ask about a token or end it. */
export const TOKEN_EXPLANATIONS: readonly Explanation[] = [
  {
    id: 'client',
    calls: ['token', 'revocation'],
    codes: ['invalid_client'],
    basis: 'standard',
    explanation: {
      hint: 'The client or its secret is not known there: it may have been deleted, its secret may have expired or been replaced, or the client authenticates in another way than it was registered for. Register a new client.',
      reference: TOKEN_ERROR,
    },
  },
  {
    id: 'client-other-code',
    calls: ['token', 'revocation'],
    codes: ['unauthorized_client'],
    words: /client[ _]?id|unknown client|client (?:was )?not found/i,
    basis: 'standard',
    explanation: {
      hint: 'The words say that the client is not known there; the standard’s code for that is invalid_client. Register a new client.',
      reference: TOKEN_ERROR,
    },
  },
  {
    id: 'grant-of-client',
    calls: ['token'],
    codes: ['unauthorized_client'],
    basis: 'standard',
    explanation: {
      hint: 'The client was likely registered without this grant; some providers say the same of a client or a secret that they do not know. Add the grant to the DCR settings and register a new client.',
      reference: TOKEN_ERROR,
    },
  },
  {
    id: 'grant-unsupported',
    calls: ['token'],
    codes: ['unsupported_grant_type'],
    basis: 'standard',
    explanation: {
      hint: 'The provider does not serve this grant at all; grant_types_supported in its metadata names those that it serves.',
      reference: TOKEN_ERROR,
    },
  },
  {
    id: 'grant-spent',
    calls: ['token'],
    codes: ['invalid_grant'],
    basis: 'standard',
    explanation: {
      hint: 'The code, the refresh token or the assertion has ended, was used before, or belongs to another client. Start the grant again.',
      reference: TOKEN_ERROR,
    },
  },
  {
    id: 'scope',
    calls: ['token'],
    codes: ['invalid_scope'],
    basis: 'standard',
    explanation: {
      hint: 'The provider does not know the scope, or does not grant it to this client. Correct it in the scope step or leave it empty.',
      reference: {
        text: 'RFC 6749 §3.3, access token scope',
        href: 'https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3',
      },
    },
  },
  {
    id: 'client-401',
    calls: ['token'],
    statuses: [401],
    basis: 'standard',
    explanation: {
      hint: 'The provider does not take the client’s credentials: the client or its secret is likely not known there, or it authenticates in another way than it was registered for.',
      reference: TOKEN_ERROR,
    },
  },
  {
    id: 'introspection-refused',
    calls: ['introspection'],
    statuses: [400, 401, 403],
    basis: 'standard',
    explanation: {
      hint: 'The provider does not let this client ask about tokens: many providers want a client with a secret, or one that is a resource server. It says nothing about the token itself.',
      reference: INTROSPECTION_ERROR,
    },
  },
  {
    id: 'revocation-refused',
    calls: ['revocation'],
    statuses: [400, 401, 403],
    basis: 'standard',
    explanation: {
      hint: 'The provider did not take this client’s credentials, or does not let it end this token. The token may still be good.',
      reference: REVOCATION_ERROR,
    },
  },
]
