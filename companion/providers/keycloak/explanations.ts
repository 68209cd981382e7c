import type { Explanation } from '../explanation.ts'

const POLICIES = {
  text: 'Keycloak: client registration policies',
  href: 'https://www.keycloak.org/securing-apps/client-registration#_client_registration_policies',
}

/** Keycloak's refusals that people meet, and what each of them means. */
export const KEYCLOAK_EXPLANATIONS: readonly Explanation[] = [
  {
    words: /Policy 'Trusted Hosts'/,
    explanation: {
      hint: 'No initial access token arrived, so the call counts as anonymous, and the realm trusts no host. Create an initial access token (Clients → Initial access token) and paste it in the first step, or add this machine to the policy "Trusted Hosts".',
      reference: POLICIES,
    },
  },
  {
    words: /Not permitted to use specified clientScope/,
    explanation: {
      hint: 'The metadata names a scope that the policy "Allowed Client Scopes" does not list. Add the scope there (Clients → Client registration), and make it an Optional realm scope, or register without "scope".',
      reference: POLICIES,
    },
  },
  {
    words: /Max Clients/,
    explanation: {
      hint: 'The policy "Max Clients" counts 200 clients. Sweep the unused clients, or raise the limit.',
      reference: POLICIES,
    },
  },
  {
    words: /Unrecognized field/,
    explanation: {
      hint: 'Keycloak refuses members it does not know, although RFC 7591 asks a server to ignore them. Leave the named member out.',
      reference: {
        text: 'RFC 7591 §2, client metadata',
        href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-2',
      },
    },
  },
  {
    words: /No remaining count|Expired initial access token|Initial Access Token not found/,
    explanation: {
      hint: 'The initial access token has been used as often as it may be, or has expired. Create a new one under Clients → Initial access token.',
      reference: POLICIES,
    },
  },
  {
    code: 'unauthorized_client',
    words: /retrieve service account/,
    explanation: {
      hint: 'The client has no service account: it was registered without the grant client_credentials. Add it to the DCR settings and register again.',
    },
  },
  {
    code: 'unauthorized_client',
    words: /Invalid client or Invalid client credentials/,
    explanation: {
      hint: 'The secret does not belong to this client; Keycloak says unauthorized_client where the standard says invalid_client.',
    },
  },
]

const ADMIN_API = {
  text: 'Keycloak: admin REST API',
  href: 'https://www.keycloak.org/docs-api/latest/rest-api/index.html',
}

/** Refusals of the admin REST API, where the token is an administrator's. */
export const KEYCLOAK_ADMIN_EXPLANATIONS: readonly Explanation[] = [
  {
    status: 401,
    explanation: {
      hint: 'Keycloak does not take the administrator’s token any more: access tokens of the realm "master" live one minute unless its settings say otherwise. Paste a fresh one in the first step.',
      reference: ADMIN_API,
    },
  },
  {
    status: 403,
    explanation: {
      hint: 'The token belongs to an account that may not administer this realm. It needs the roles manage-clients and manage-realm of the client realm-management.',
      reference: ADMIN_API,
    },
  },
  {
    status: 404,
    explanation: {
      hint: 'The realm does not exist there, or its administration answers at another address than its issuer.',
      reference: ADMIN_API,
    },
  },
]
