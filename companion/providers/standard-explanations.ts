import type { Explanation } from './explanation.ts'

const INITIAL_ACCESS_TOKEN = {
  text: 'RFC 7591 §3, initial access token',
  href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-3',
}

/** What the standard's own errors mean, wherever a provider has no words of its own for them. */
export const STANDARD_EXPLANATIONS: readonly Explanation[] = [
  {
    status: 401,
    code: 'invalid_client',
    explanation: {
      hint: 'The client or its secret is not known there: it may have been deleted, its secret may have expired or been replaced, or the client authenticates in another way than it was registered for. Register a new client.',
      reference: {
        text: 'RFC 6749 §5.2, token error response',
        href: 'https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2',
      },
    },
  },
  {
    status: 401,
    explanation: {
      hint: 'The initial access token is missing, used up, expired, or sent with the wrong scheme. Get a new one in the first step. It is sent as "Authorization: Bearer …"; for Okta’s own scheme choose the provider Okta.',
      reference: INITIAL_ACCESS_TOKEN,
    },
  },
  {
    status: 403,
    explanation: {
      hint: 'The provider knows the caller and does not let it register this client: the token lacks the right, or a registration policy forbids something in the metadata.',
      reference: INITIAL_ACCESS_TOKEN,
    },
  },
  {
    code: 'invalid_redirect_uri',
    explanation: {
      hint: 'A redirect URL is missing, not absolute, has a fragment, or is not allowed for this kind of application. Correct it where the client is registered.',
      reference: {
        text: 'RFC 7591 §3.2.2, client registration error response',
        href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.2',
      },
    },
  },
  {
    code: 'invalid_scope',
    explanation: {
      hint: 'The provider does not know the scope, or does not grant it to this client. Correct it in the scope step or leave it empty.',
      reference: {
        text: 'RFC 6749 §3.3, access token scope',
        href: 'https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3',
      },
    },
  },
  {
    code: 'unauthorized_client',
    explanation: {
      hint: 'The client was registered without this grant. Add client credentials to the DCR settings and register a new client.',
    },
  },
]
