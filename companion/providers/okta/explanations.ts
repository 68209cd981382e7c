import type { Explanation } from '../explanation.ts'

const OKTA_ERRORS = {
  text: 'Okta: error codes',
  href: 'https://developer.okta.com/docs/reference/error-codes/',
}
const OKTA_SCOPES = {
  text: 'Okta: create scopes',
  href: 'https://developer.okta.com/docs/guides/customize-authz-server/main/#create-scopes',
}

/** Okta's refusals that people meet on this journey, and what each of them means. */
export const OKTA_EXPLANATIONS: readonly Explanation[] = [
  {
    id: 'okta-token',
    calls: ['registration', 'management', 'administration'],
    codes: ['E0000011'],
    basis: 'documentation',
    explanation: {
      hint: 'The API token is wrong, revoked or older than 30 days without use, or it was sent with another scheme: Okta takes its API tokens as "Authorization: SSWS …" only. Create a new token under Security → API → Tokens and paste it in the first step.',
      reference: OKTA_ERRORS,
    },
  },
  {
    id: 'okta-no-credential',
    calls: ['registration', 'management', 'administration'],
    codes: ['E0000005'],
    basis: 'documentation',
    explanation: {
      hint: 'No usable credentials arrived. Paste the API token in the first step.',
      reference: OKTA_ERRORS,
    },
  },
  {
    id: 'okta-right',
    calls: ['registration', 'management', 'administration'],
    codes: ['E0000006'],
    basis: 'documentation',
    explanation: {
      hint: 'The token works, but the admin who made it may not do this. Create the token as a super admin or an API access management admin.',
      reference: OKTA_ERRORS,
    },
  },
  {
    id: 'okta-rate',
    calls: ['registration', 'management', 'token', 'administration'],
    codes: ['E0000047'],
    basis: 'documentation',
    explanation: {
      hint: 'Okta’s rate limit is reached. Wait until the time in X-Rate-Limit-Reset, then run the step again.',
      reference: OKTA_ERRORS,
    },
  },
  {
    id: 'okta-policy',
    calls: ['token'],
    codes: ['access_denied'],
    words: /Policy evaluation failed/,
    basis: 'documentation',
    explanation: {
      hint: 'The authorization server "default" has no access policy that lets this client use client credentials; a fresh organisation has none at all. In Okta: Security → API → default → Access Policies → Add policy for all clients, with a rule that allows client credentials.',
      reference: {
        text: 'Okta: access policies',
        href: 'https://developer.okta.com/docs/guides/configure-access-policy/main/',
      },
    },
  },
  {
    id: 'okta-scope-unknown',
    calls: ['token'],
    codes: ['invalid_scope'],
    words: /not configured/,
    basis: 'documentation',
    explanation: {
      hint: 'The authorization server does not know this scope. Create it in the scope step, or correct its spelling here.',
      fixes: [{ label: 'Use the scope that was created', step: 'token', inputs: { scope: '' } }],
      reference: OKTA_SCOPES,
    },
  },
  {
    id: 'okta-no-scope',
    calls: ['token'],
    codes: ['invalid_scope'],
    words: /default scopes/,
    basis: 'documentation',
    explanation: {
      hint: 'No scope was asked for and none is a default. Name a scope here, or tick "Set as a default scope" in the scope step.',
      reference: OKTA_SCOPES,
    },
  },
  {
    id: 'okta-secret',
    calls: ['token', 'introspection', 'revocation'],
    codes: ['invalid_client'],
    words: /secret/,
    basis: 'documentation',
    explanation: {
      hint: 'The secret does not belong to this client; it may have been replaced at the identity provider. Register a new client.',
    },
  },
  {
    id: 'okta-client',
    calls: ['token', 'introspection', 'revocation'],
    codes: ['invalid_client'],
    words: /client_id/,
    basis: 'documentation',
    explanation: {
      hint: 'The identity provider does not know this client; it may have been deleted there. Register a new one.',
    },
  },
  {
    id: 'okta-grant',
    calls: ['token'],
    codes: ['unauthorized_client'],
    basis: 'documentation',
    explanation: {
      hint: 'The client was registered without this grant. Add client credentials to the DCR settings and register a new client.',
    },
  },
  {
    id: 'okta-coupling',
    calls: ['registration', 'management'],
    codes: ['invalid_client_metadata'],
    words: /grant_types/,
    basis: 'documentation',
    explanation: {
      hint: 'Grants, response types and application type have to agree. Correct them in the DCR settings.',
      reference: {
        text: 'tyk#3561: this refusal in the field',
        href: 'https://github.com/TykTechnologies/tyk/issues/3561',
      },
    },
  },
]
