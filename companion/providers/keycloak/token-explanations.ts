import type { Explanation } from '../explanation.ts'

const SERVICE_ACCOUNTS = {
  text: 'Keycloak: service accounts',
  href: 'https://www.keycloak.org/docs/latest/server_admin/#_service_accounts',
}
const CREDENTIALS = {
  text: 'Keycloak: client credentials',
  href: 'https://www.keycloak.org/docs/latest/server_admin/#_client-credentials',
}

/** Keycloak's refusals at the token endpoint and beside it. */
export const KEYCLOAK_TOKEN_EXPLANATIONS: readonly Explanation[] = [
  {
    id: 'keycloak-no-service-account',
    calls: ['token'],
    codes: ['unauthorized_client'],
    words: /retrieve service account/,
    basis: 'recorded',
    explanation: {
      hint: 'The client has no service account: it was registered without the grant client_credentials. Add it to the DCR settings and register again.',
      reference: SERVICE_ACCOUNTS,
    },
  },
  {
    id: 'keycloak-wrong-method',
    calls: ['token', 'revocation'],
    codes: ['unauthorized_client'],
    words: /Invalid method used to get client secret/,
    basis: 'recorded',
    explanation: {
      hint: 'The client authenticates in another way than it was registered for; the words name the method that Keycloak expects.',
      reference: CREDENTIALS,
    },
  },
  {
    id: 'keycloak-wrong-secret',
    calls: ['token', 'revocation'],
    codes: ['unauthorized_client'],
    words: /Invalid client or Invalid client credentials/,
    basis: 'recorded',
    explanation: {
      hint: 'The secret does not belong to this client; Keycloak says unauthorized_client where the standard says invalid_client.',
      reference: CREDENTIALS,
    },
  },
  {
    id: 'keycloak-unknown-client',
    calls: ['token', 'revocation'],
    codes: ['invalid_client'],
    words: /Invalid client or Invalid client credentials/,
    basis: 'recorded',
    explanation: {
      hint: 'Keycloak does not know this client: it was deleted, or it belongs to another realm. Register a new one.',
      reference: CREDENTIALS,
    },
  },
  {
    id: 'keycloak-scopes',
    calls: ['token'],
    codes: ['invalid_scope'],
    words: /^Invalid scopes:/,
    basis: 'recorded',
    explanation: {
      hint: 'The realm does not have this scope, or the client may not use it: it has to be one of the client’s Default or Optional scopes. Correct it, or leave the parameter "scope" out.',
      reference: {
        text: 'Keycloak: client scopes',
        href: 'https://www.keycloak.org/docs/latest/server_admin/#_client_scopes',
      },
    },
  },
  {
    id: 'keycloak-dpop',
    calls: ['token'],
    words: /DPoP proof is missing/,
    basis: 'recorded',
    explanation: {
      hint: 'The client is registered for sender-constrained tokens: each token request needs a DPoP proof.',
      reference: {
        text: 'RFC 9449 §5, DPoP access token request',
        href: 'https://www.rfc-editor.org/rfc/rfc9449.html#section-5',
      },
    },
  },
  {
    id: 'keycloak-public-introspection',
    calls: ['introspection'],
    statuses: [403],
    words: /^Client not allowed\.$/,
    basis: 'recorded',
    explanation: {
      hint: 'Keycloak lets no public client introspect tokens. Ask with a client that has a secret.',
      reference: CREDENTIALS,
    },
  },
  {
    id: 'keycloak-introspection-client',
    calls: ['introspection'],
    statuses: [401],
    words: /^Client authentication failed\.$/,
    basis: 'recorded',
    explanation: {
      hint: 'The client that asks is not known, or its secret is wrong.',
      reference: CREDENTIALS,
    },
  },
]
