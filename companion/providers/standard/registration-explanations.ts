import type { Explanation } from '../explanation.ts'

const INITIAL_ACCESS_TOKEN = {
  text: 'RFC 7591 §3, initial access token',
  href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-3',
}
const REGISTRATION_ERROR = {
  text: 'RFC 7591 §3.2.2, client registration error response',
  href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.2',
}
const METADATA = {
  text: 'RFC 7591 §2, client metadata',
  href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-2',
}
const LOOPBACK = {
  text: 'RFC 8252 §7.3, loopback interface redirection',
  href: 'https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3',
}

/** Who may register and manage. */
const CREDENTIALS: readonly Explanation[] = [
  {
    id: 'initial-token',
    calls: ['registration'],
    statuses: [401],
    basis: 'standard',
    explanation: {
      hint: 'The initial access token is missing, used up, expired, minted elsewhere, or sent with the wrong scheme. Get a new one in the first step. It is sent as "Authorization: Bearer …"; for Okta’s own scheme choose the provider Okta.',
      reference: INITIAL_ACCESS_TOKEN,
    },
  },
  {
    id: 'initial-token-400',
    calls: ['registration'],
    statuses: [400],
    codes: ['access_denied', 'invalid_token', 'unauthorized'],
    basis: 'standard',
    explanation: {
      hint: 'The words are about who registers: the initial access token is likely missing, used up or expired. Get a new one in the first step.',
      reference: INITIAL_ACCESS_TOKEN,
    },
  },
  {
    id: 'registration-right',
    calls: ['registration'],
    statuses: [403],
    basis: 'standard',
    explanation: {
      hint: 'The provider does not let this caller register this client: the token is missing or lacks the right, or a registration policy forbids something in the metadata.',
      reference: INITIAL_ACCESS_TOKEN,
    },
  },
  {
    id: 'client-token',
    calls: ['management'],
    statuses: [401],
    basis: 'standard',
    explanation: {
      hint: 'The registration access token is not the client’s current one, or the client is not there any more: RFC 7592 has the provider answer 401 for a client that was deleted.',
      reference: {
        text: 'RFC 7592 §2.1, client read request',
        href: 'https://www.rfc-editor.org/rfc/rfc7592.html#section-2.1',
      },
    },
  },
  {
    id: 'client-token-right',
    calls: ['management'],
    statuses: [403],
    basis: 'standard',
    explanation: {
      hint: 'The provider does not let this token make this call for the client, or a policy forbids something in the update.',
      reference: {
        text: 'RFC 7592 §2, client configuration endpoint',
        href: 'https://www.rfc-editor.org/rfc/rfc7592.html#section-2',
      },
    },
  },
]

const OTHER_MEMBER =
  /\b(?:client_uri|logo_uri|tos_uri|policy_uri|jwks_uri|sector_identifier_uri|initiate_login_uri|request_uris|post_logout_redirect_uris)\b/

/** What is wrong with the metadata. */
const MEMBERS: readonly Explanation[] = [
  {
    id: 'another-address',
    calls: ['registration', 'management'],
    codes: ['invalid_redirect_uri'],
    words: OTHER_MEMBER,
    basis: 'standard',
    explanation: {
      hint: 'The code speaks of redirect URLs, the words of another member: follow the words, and correct or leave out the member that they name.',
      reference: METADATA,
    },
  },
  {
    id: 'redirect-https',
    calls: ['registration', 'management'],
    statuses: [400],
    words: /redirect[ _]ur[il]s?.*\bhttps\b/i,
    basis: 'standard',
    explanation: {
      hint: 'The provider takes redirect URLs with https only. Apps on a person’s machine redirect to http://127.0.0.1 with any port, which RFC 8252 has a provider allow; where this one does not, register an https address.',
      reference: LOOPBACK,
    },
  },
  {
    id: 'redirect-not-approved',
    calls: ['registration', 'management'],
    codes: ['invalid_redirect_uri'],
    words: /approved|allowed|permitted|trusted|whitelist|allowlist/i,
    basis: 'standard',
    explanation: {
      hint: 'Which redirect URLs are allowed is the provider’s own choice, often loopback addresses or listed hosts alone. Ask who runs it which ones, or have this one listed.',
      reference: REGISTRATION_ERROR,
    },
  },
  {
    id: 'redirect',
    calls: ['registration', 'management'],
    codes: ['invalid_redirect_uri'],
    basis: 'standard',
    explanation: {
      hint: 'A redirect URL is missing, not absolute, has a fragment, or is not allowed for this kind of application. Correct it where the client is registered.',
      reference: REGISTRATION_ERROR,
    },
  },
  {
    id: 'redirect-metadata',
    calls: ['registration', 'management'],
    codes: ['invalid_client_metadata'],
    words: /redirect[ _]ur[il]/i,
    basis: 'standard',
    explanation: {
      hint: 'The words name the redirect URL: it is missing, or has a host or a form that this provider does not take. Correct it where the client is registered.',
      reference: REGISTRATION_ERROR,
    },
  },
  {
    id: 'statement',
    calls: ['registration', 'management'],
    codes: ['invalid_software_statement', 'unapproved_software_statement'],
    basis: 'standard',
    explanation: {
      hint: 'The software statement is not valid, or its publisher is not one that this provider approves. Get another one, or leave it out.',
      reference: REGISTRATION_ERROR,
    },
  },
  {
    id: 'metadata',
    calls: ['registration', 'management'],
    codes: ['invalid_client_metadata'],
    basis: 'standard',
    explanation: {
      hint: 'A member has a value that the provider does not take. Where its words name none, suspect these: grant_types and response_types that do not go together, token_endpoint_auth_method, redirect_uris, application_type, scope.',
      reference: REGISTRATION_ERROR,
    },
  },
  {
    id: 'registration-scope',
    calls: ['registration', 'management'],
    codes: ['invalid_scope'],
    basis: 'standard',
    explanation: {
      hint: 'The metadata names a scope that the provider does not have or does not let clients register for. Correct "scope", or leave it out.',
      reference: METADATA,
    },
  },
]

/** Refusals of a registration, and of the calls that manage a client. */
export const REGISTRATION_EXPLANATIONS: readonly Explanation[] = [...CREDENTIALS, ...MEMBERS]
