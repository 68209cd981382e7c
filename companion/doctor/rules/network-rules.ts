import type { Evidence } from '../evidence.ts'
import { rfc, type Rule } from '../rule.ts'

type Connection = NonNullable<Evidence['connection']>
type Certificate = NonNullable<Connection['tls']>

function where({ host, port }: Connection): string {
  return `${host}:${port}`
}

/** All that is wrong with the certificate, since each fix uncovers the next problem. */
function describe(tls: Certificate) {
  const { validFrom, validTo, names, nameProblem, trustProblem } = tls
  return {
    beginsAt: begins(tls) ? validFrom?.toISOString() : undefined,
    endedAt: hasEnded(tls) ? validTo?.toISOString() : undefined,
    names: nameProblem === undefined ? undefined : names,
    trustProblem,
  }
}

function begins({ validFrom }: Certificate): boolean {
  return validFrom !== undefined && validFrom.getTime() > Date.now()
}

function hasEnded({ validTo }: Certificate): boolean {
  return validTo !== undefined && validTo.getTime() < Date.now()
}

/** What stands before the first byte of HTTP: the name, the port, the certificate. */
export const NETWORK_RULES: readonly Rule[] = [
  {
    id: 'name-unknown',
    layer: 'network',
    reference: rfc(1034, '3.6', 'resource records'),
    find: ({ connection }) =>
      connection?.lookupFailure !== undefined && {
        host: connection.host,
        failure: connection.lookupFailure,
      },
    fix: {},
  },
  {
    id: 'port-closed',
    layer: 'network',
    reference: rfc(9293, '3.5.2', 'reset generation'),
    find: ({ connection }) =>
      connection?.connectFailure !== undefined && {
        address: where(connection),
        addresses: connection.addresses.join(', '),
        failure: connection.connectFailure,
      },
    fix: {},
  },
  {
    id: 'tls-not-spoken',
    layer: 'network',
    reference: rfc(9110, '4.2.2', 'https URI scheme'),
    find: ({ connection }) =>
      connection?.tls?.handshakeFailure !== undefined && {
        address: where(connection),
        failure: connection.tls.handshakeFailure,
      },
    fix: {},
  },
  {
    id: 'certificate-ended',
    layer: 'network',
    reference: rfc(5280, '4.1.2.5', 'validity'),
    find: ({ connection }) => {
      const tls = connection?.tls
      return tls !== undefined && hasEnded(tls) && describe(tls)
    },
    fix: {},
  },
  {
    id: 'certificate-early',
    layer: 'network',
    reference: rfc(5280, '4.1.2.5', 'validity'),
    find: ({ connection }) => {
      const tls = connection?.tls
      return tls !== undefined && begins(tls) && describe(tls)
    },
    fix: {},
  },
  {
    id: 'certificate-for-another',
    layer: 'network',
    reference: rfc(9110, '4.3.4', 'https certificate verification'),
    find: ({ connection }) =>
      connection?.tls?.nameProblem !== undefined && describe(connection.tls),
    fix: {},
  },
  {
    id: 'certificate-untrusted',
    layer: 'network',
    reference: rfc(5280, '6', 'certification path validation'),
    find: (evidence) => {
      const tls = evidence.connection?.tls
      return (
        tls?.trustProblem !== undefined && {
          subject: tls.subject ?? '',
          issuer: tls.issuer ?? '',
          problem: tls.trustProblem,
        }
      )
    },
    fix: {},
  },
]
