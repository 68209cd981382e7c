import type { Explanation } from '../explanation.ts'
import { KEYCLOAK_TOKEN_EXPLANATIONS } from './token-explanations.ts'

const POLICIES = {
  text: 'Keycloak: client registration policies',
  href: 'https://www.keycloak.org/securing-apps/client-registration#_client_registration_policies',
}
const INITIAL_TOKEN = {
  text: 'Keycloak: initial access token',
  href: 'https://www.keycloak.org/securing-apps/client-registration#_initial_access_token',
}
const METADATA = {
  text: 'RFC 7591 §2, client metadata',
  href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-2',
}

/** Keycloak's refusals of a registration that its policies make. */
const POLICY_EXPLANATIONS: readonly Explanation[] = [
  {
    id: 'keycloak-trusted-uri',
    calls: ['registration', 'management'],
    statuses: [403],
    words: /Policy 'Trusted Hosts'.*URI doesn't match/,
    basis: 'recorded',
    explanation: {
      hint: 'An address in the metadata, such as a redirect URL, is not on a host that the policy "Trusted Hosts" lists. Use an address on a trusted host, list its host there, or switch off "Client URIs Must Match" (Clients → Client registration). A registration with an initial access token is not held to this policy.',
      reference: POLICIES,
    },
  },
  {
    id: 'keycloak-trusted-host',
    calls: ['registration'],
    statuses: [403],
    words: /Policy 'Trusted Hosts'.*Host not trusted/,
    basis: 'recorded',
    explanation: {
      hint: 'Keycloak counts the call as an anonymous one, since no Bearer token came with it, and the policy "Trusted Hosts" does not list this machine. Create an initial access token (Clients → Initial access token) and paste it in the first step, or add this machine to the policy.',
      reference: POLICIES,
    },
  },
  {
    id: 'keycloak-client-scopes',
    calls: ['registration', 'management'],
    statuses: [403],
    words: /Not permitted to use specified clientScope/,
    basis: 'recorded',
    explanation: {
      hint: 'The metadata names a scope that the policy "Allowed Client Scopes" does not list, or that the realm does not have; "openid" is refused as well. Add the scope there (Clients → Client registration), and make it an Optional realm scope, or register without "scope".',
      reference: POLICIES,
    },
  },
  {
    id: 'keycloak-max-clients',
    calls: ['registration'],
    statuses: [403],
    words: /Policy 'Max Clients/,
    basis: 'recorded',
    explanation: {
      hint: 'The realm has as many clients as the policy "Max Clients" lets anonymous registrations make. Sweep the unused clients, raise the limit, or register with an initial access token.',
      reference: POLICIES,
    },
  },
  {
    id: 'keycloak-origin',
    calls: ['registration'],
    statuses: [403],
    words: /^Invalid origin$/,
    basis: 'recorded',
    explanation: {
      hint: 'Keycloak answers the preflight of every origin, and refuses the registration of a browser whose origin it was not told. List the origin in the policy "Allowed Registration Web Origins", or mint the initial access token with it (webOrigins).',
      reference: POLICIES,
    },
  },
]

/** Keycloak's refusals of an initial access token, and of metadata. */
const REGISTRATION_EXPLANATIONS: readonly Explanation[] = [
  {
    id: 'keycloak-token-undecoded',
    calls: ['registration'],
    statuses: [401],
    words: /Failed decode token/,
    basis: 'recorded',
    explanation: {
      hint: 'Keycloak says the same of an initial access token that has expired, that was minted under another host name (localhost is not 127.0.0.1), and that it has never seen. Create a new one under Clients → Initial access token, at the address that is used here.',
      reference: INITIAL_TOKEN,
    },
  },
  {
    id: 'keycloak-token-used-up',
    calls: ['registration'],
    statuses: [401],
    words: /No remaining count/,
    basis: 'recorded',
    explanation: {
      hint: 'The initial access token has registered as many clients as it may. Create a new one under Clients → Initial access token.',
      reference: INITIAL_TOKEN,
    },
  },
  {
    id: 'keycloak-unknown-member',
    calls: ['registration', 'management'],
    statuses: [400],
    words: /Unrecognized field "[^"]+"/,
    basis: 'recorded',
    explanation: {
      hint: 'Keycloak refuses members it does not know, although RFC 7591 asks a server to ignore them. Leave the named member out.',
      reference: METADATA,
    },
  },
  {
    id: 'keycloak-wrong-type',
    calls: ['registration', 'management'],
    statuses: [400],
    words: /^Cannot parse the JSON$/,
    basis: 'recorded',
    explanation: {
      hint: 'The body is no JSON, or a member has another type than Keycloak’s parser expects, such as a text in place of a list. Correct the metadata.',
      reference: METADATA,
    },
  },
  {
    id: 'keycloak-redirect',
    calls: ['registration', 'management'],
    statuses: [400],
    codes: ['invalid_redirect_uri'],
    words: /must not contain an URL fragment|uses an illegal scheme/,
    basis: 'recorded',
    explanation: {
      hint: 'A redirect URL has a fragment ("#…"), or a scheme such as javascript: that Keycloak refuses. Correct it where the client is registered.',
      reference: METADATA,
    },
  },
  {
    id: 'keycloak-broke',
    calls: ['registration', 'management'],
    statuses: [500],
    words: /consult the server log/,
    basis: 'recorded',
    explanation: {
      hint: 'Keycloak broke on something in the metadata that it did not check, such as a name that its database has no room for. Its log says what.',
      reference: METADATA,
    },
  },
  {
    id: 'keycloak-realm',
    calls: ['registration', 'management', 'token', 'introspection', 'revocation'],
    statuses: [404],
    words: /^Realm does not exist$/,
    basis: 'recorded',
    explanation: {
      hint: 'The address names a realm that this Keycloak does not have: its issuer is …/realms/NAME. Correct the name.',
      reference: INITIAL_TOKEN,
    },
  },
  {
    id: 'keycloak-client-token',
    calls: ['management'],
    statuses: [401],
    words: /Not authorized to|Failed decode token|Not initial access token allowed/,
    basis: 'recorded',
    explanation: {
      hint: 'This is not the client’s current registration access token: each update replaces it, and it ends with the client. Keycloak says the same when the client was deleted.',
      reference: {
        text: 'Keycloak: registration access token',
        href: 'https://www.keycloak.org/securing-apps/client-registration#_registration_access_token',
      },
    },
  },
  {
    id: 'keycloak-client-id',
    calls: ['management'],
    statuses: [400],
    words: /^Client Identifier modified$/,
    basis: 'recorded',
    explanation: {
      hint: 'An update has to carry the client_id that the client has.',
      reference: {
        text: 'RFC 7592 §2.2, client update request',
        href: 'https://www.rfc-editor.org/rfc/rfc7592.html#section-2.2',
      },
    },
  },
]

/** Keycloak's refusals that people meet, and what each of them means. */
export const KEYCLOAK_EXPLANATIONS: readonly Explanation[] = [
  ...POLICY_EXPLANATIONS,
  ...REGISTRATION_EXPLANATIONS,
  ...KEYCLOAK_TOKEN_EXPLANATIONS,
]
