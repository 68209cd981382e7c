import { issue, rfc, type Rule } from '../rule.ts'

/** The management of a client: what comes right after its registration. */
export const MANAGEMENT_RULES: readonly Rule[] = [
  {
    id: 'old-token-used',
    pain: 16,
    layer: 'management',
    title: 'The client uses a registration access token that was replaced',
    expected: 'The newest token that an answer carried.',
    cause: 'An update replaced the token, and the client kept the one it had before.',
    reference: issue('keycloak/keycloak', 45_738),
    find: ({ management }) =>
      management?.oldTokenStatus !== undefined &&
      management.oldTokenStatus >= 400 &&
      `The update answered with a new token; the old one was then answered with ${management.oldTokenStatus}.`,
    remedy: { label: 'Keep the newest token', client: { keeps_old_token: false } },
  },
]

/** What shows in the end: clients that cannot be managed, and what is left behind. */
export const LIFE_RULES: readonly Rule[] = [
  {
    id: 'management-missing',
    layer: 'management',
    severity: 'warning',
    title: 'The client cannot be managed',
    expected: 'RFC 7592, with a token and an address in the registration’s answer.',
    cause: 'The provider offers registration without management, or kept the token to itself.',
    reference: rfc(7592, '2', 'client configuration endpoint'),
    find: ({ management, registration, driver }) =>
      registration?.granted !== undefined &&
      driver.management.credential === 'registration_access_token' &&
      (management?.read === undefined || management.read === 405) &&
      `Reading the client: ${management?.read ?? 'no token or no address was given'}.`,
    remedy: {
      label: 'Delete the client in the provider’s console',
      faults: ['no-7592', 'rat-lost'],
    },
  },
  {
    id: 'deletion-without-effect',
    layer: 'ledger',
    title: 'A deleted client lives on',
    expected: 'A client that cannot be read any more once its deletion was confirmed.',
    cause: 'The provider confirms the deletion and keeps the client; its tokens stay good.',
    reference: rfc(7592, '2.3', 'client delete request'),
    find: ({ survivors }) =>
      survivors.length > 0 && `Deleted, and read again afterwards: ${survivors.join(', ')}.`,
    remedy: {
      label: 'Delete it in the provider’s console',
      faults: ['delete-204-but-lives'],
    },
  },
  {
    id: 'client-sprawl',
    pain: 20,
    layer: 'ledger',
    title: 'The client registers anew at every connect',
    expected: 'One client, used again.',
    cause:
      'The client forgets what it was given, or its redirect URI has another port each time; nobody deletes the old ones.',
    reference: issue('samanhappy/mcphub', 1174),
    find: ({ namesakes }) =>
      namesakes > 1 && `${namesakes} living clients have the same name at this provider.`,
    remedy: { label: 'Register once and sweep the rest', client: { connects: 1 } },
  },
  {
    id: 'orphans',
    pain: 32,
    layer: 'ledger',
    title: 'A client outlived its app',
    expected: 'No client at the provider without an app in the portal.',
    cause: 'The portal deleted the app and left the client at the identity provider.',
    reference: issue('gravitee-io/issues', 2369),
    find: ({ orphans }) =>
      orphans.length > 0 &&
      `Without an app: ${orphans.map(({ client_name, client_id }) => `${client_name} (${client_id})`).join(', ')}.`,
    remedy: { label: 'Sweep the orphans', client: { loses_its_app: false } },
  },
]
