import type { Examination } from '#shared/contract/doctor.ts'
import type { Catalogue } from '#shared/messages/catalogue.ts'
import type { Evidence } from './evidence.ts'

type Passed = Examination['passed']

/** What went well on the way, stage by stage. */
export function describePassed(evidence: Evidence, { examination: says }: Catalogue): Passed {
  const { discovery, registration, management, token, keys, claims, call } = evidence
  const passed: Passed = describeConnection(evidence, says)
  if (discovery) passed.push({ layer: 'discovery', text: says.METADATA_FOUND(discovery) })
  if (evidence.own && !evidence.own.isDeleted) {
    const { name, clientId: id } = evidence.own
    passed.push({ layer: 'registration', text: says.OWN_CLIENT({ name, id }) })
  } else if (registration?.granted)
    passed.push({ layer: 'registration', text: says.REGISTERED(registration.seen) })
  if (management?.read === 200) passed.push({ layer: 'management', text: says.CLIENT_READ })
  if (token?.hasToken) passed.push({ layer: 'token', text: says.TOKEN_GOT(token) })
  if (keys && !keys.problem) {
    const facts = { count: keys.kids.length, tookMs: keys.tookMs }
    passed.push({ layer: 'keys', text: says.KEYS_FOUND(facts) })
  }
  if (claims) {
    const facts = { claims: Object.keys(claims).join(', ') }
    passed.push({ layer: 'gateway', text: says.CLAIMS_SEEN(facts) })
  }
  if (call?.verdict?.is_allowed && call.status >= 200 && call.status < 300) {
    const facts = { status: call.status, count: countPassed(call) }
    passed.push({ layer: 'gateway', text: says.API_ANSWERED(facts) })
  }
  const { gone, survivors, undeleted } = evidence
  if (gone > 0 && survivors.length + undeleted.length === 0)
    passed.push({ layer: 'ledger', text: says.CLIENTS_GONE({ count: gone }) })
  return passed
}

/** The name and, where it is encrypted, the certificate. */
function describeConnection({ connection }: Evidence, says: Catalogue['examination']): Passed {
  if (!connection || connection.addresses.length === 0) return []
  const { host, port, connectFailure, tls } = connection
  const addresses = connection.addresses.join(', ')
  const passed: Passed = []
  if (connection.addresses[0] !== host)
    passed.push({ layer: 'network', text: says.NAME_RESOLVED({ host, addresses }) })
  if (connectFailure === undefined) {
    const text = tls ? says.PORT_OPEN({ port }) : says.PORT_OPEN_PLAIN({ port })
    passed.push({ layer: 'network', text })
  }
  if (tls?.protocol !== undefined) {
    const { protocol, names = '' } = tls
    passed.push({ layer: 'network', text: says.TLS_SPOKEN({ protocol, names }) })
  }
  return passed
}

function countPassed({ verdict }: NonNullable<Evidence['call']>): number {
  return verdict?.checks.filter(({ state }) => state === 'passed').length ?? 0
}
