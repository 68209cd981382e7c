import type { Explanation } from '../explanation.ts'

const ADMIN_API = {
  text: 'Keycloak: admin REST API',
  href: 'https://www.keycloak.org/docs-api/latest/rest-api/index.html',
}

/** Refusals of the admin REST API, where the token is an administrator's. */
export const KEYCLOAK_ADMIN_EXPLANATIONS: readonly Explanation[] = [
  {
    id: 'keycloak-admin-token',
    calls: ['administration'],
    statuses: [401],
    basis: 'recorded',
    explanation: {
      hint: 'Keycloak does not take the administrator’s token any more: access tokens of the realm "master" live one minute unless its settings say otherwise. Paste a fresh one in the first step.',
      reference: ADMIN_API,
    },
  },
  {
    id: 'keycloak-admin-role',
    calls: ['administration'],
    statuses: [403],
    basis: 'documentation',
    explanation: {
      hint: 'The token belongs to an account that may not administer this realm. It needs the roles manage-clients and manage-realm of the client realm-management.',
      reference: ADMIN_API,
    },
  },
  {
    id: 'keycloak-admin-realm',
    calls: ['administration'],
    statuses: [404],
    basis: 'recorded',
    explanation: {
      hint: 'The realm does not exist there, or its administration answers at another address than its issuer.',
      reference: ADMIN_API,
    },
  },
]
