import { issue, rfc, type Rule } from '../rule.ts'

/** The management of a client: what comes right after its registration. */
export const MANAGEMENT_RULES: readonly Rule[] = [
  {
    id: 'old-token-used',
    pain: 16,
    layer: 'management',
    reference: issue('keycloak/keycloak', 45_738),
    find: ({ management }) =>
      management?.oldTokenStatus !== undefined &&
      management.oldTokenStatus >= 400 && { status: management.oldTokenStatus },
    fix: { client: { keeps_old_token: false } },
  },
]

/** What shows in the end: clients that cannot be managed, and what is left behind. */
export const LIFE_RULES: readonly Rule[] = [
  {
    id: 'management-missing',
    layer: 'management',
    severity: 'warning',
    reference: rfc(7592, '2', 'client configuration endpoint'),
    find: ({ management, registration, driver }) =>
      registration?.granted !== undefined &&
      driver.management.credential === 'registration_access_token' &&
      (management?.read === undefined || management.read === 405) && {
        status: management?.read ?? 0,
      },
    fix: {
      faults: ['no-7592', 'rat-lost'],
    },
  },
  {
    id: 'deletion-without-effect',
    layer: 'ledger',
    reference: rfc(7592, '2.3', 'client delete request'),
    find: ({ survivors }) => survivors.length > 0 && { clients: survivors.join(', ') },
    fix: {
      faults: ['delete-204-but-lives'],
    },
  },
  {
    id: 'client-sprawl',
    pain: 20,
    layer: 'ledger',
    reference: issue('samanhappy/mcphub', 1174),
    find: ({ namesakes }) => namesakes > 1 && { count: namesakes },
    fix: { client: { connects: 1 } },
  },
  {
    id: 'orphans',
    pain: 32,
    layer: 'ledger',
    reference: issue('gravitee-io/issues', 2369),
    find: ({ orphans }) =>
      orphans.length > 0 && {
        clients: orphans
          .map(({ client_name, client_id }) => `${client_name} (${client_id})`)
          .join(', '),
      },
    fix: { client: { loses_its_app: false } },
  },
]
