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
  {
    id: 'secret-hashed',
    layer: 'management',
    severity: 'warning',
    reference: rfc(7592, '3', 'client information response'),
    find: ({ management }) => management?.hasHash === true && {},
    fix: { faults: ['secret-hashed'] },
  },
  {
    id: 'update-refused',
    layer: 'management',
    severity: 'warning',
    reference: rfc(7592, '2.2', 'client update request'),
    find: ({ management }) =>
      management?.updateAnswer !== undefined && { answer: management.updateAnswer },
    fix: { client: { keeps_old_token: false } },
  },
  {
    id: 'management-refused',
    layer: 'management',
    severity: 'warning',
    reference: rfc(7592, '2.1', 'client read request'),
    find: ({ management }) =>
      management?.readAnswer !== undefined &&
      !isAbsent(management.read) && { answer: management.readAnswer },
    fix: {},
  },
]

/** The statuses of a server that manages no clients: nothing there, or a sign-in page. */
function isAbsent(status = 0): boolean {
  return status === 405 || status === 501 || (status >= 300 && status < 400)
}

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
      management !== undefined &&
      (management.read === undefined || isAbsent(management.read)) && {
        status: management.read ?? 0,
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
    id: 'deletion-refused',
    layer: 'ledger',
    severity: 'warning',
    reference: rfc(7592, '2.3', 'client delete request'),
    find: ({ undeleted, management }) =>
      management?.read === 200 && undeleted.length > 0 && { clients: undeleted.join(' ') },
    fix: {},
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
    // Where a deletion was refused just now, no sweep helps.
    find: ({ orphans, undeleted }) =>
      orphans.length > 0 &&
      undeleted.length === 0 && {
        clients: orphans
          .map(({ client_name, client_id }) => `${client_name} (${client_id})`)
          .join(', '),
      },
    fix: { client: { loses_its_app: false } },
  },
]
