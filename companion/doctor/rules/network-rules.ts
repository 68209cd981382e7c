import type { Evidence } from '../evidence.ts'
import { rfc, type Rule } from '../rule.ts'

type Connection = NonNullable<Evidence['connection']>
type Certificate = NonNullable<Connection['tls']>

const LOOKUP_WORDS: Record<string, string> = {
  ENOTFOUND: 'no name server knows it',
  EAI_AGAIN: 'no name server answered',
}

function where({ host, port }: Connection): string {
  return `${host}:${port}`
}

/** All that is wrong with the certificate, since one thing mended shows the next. */
function describe({ connection }: Evidence, main: string): string {
  const tls = connection?.tls
  const also = [
    tls && hasEnded(tls) && `It ended at ${tls.validTo?.toISOString()}.`,
    tls?.nameProblem !== undefined && `It is for ${tls.names}.`,
    tls?.trustProblem !== undefined && `Nobody vouches for it (${tls.trustProblem}).`,
  ].filter((text) => typeof text === 'string' && text !== main)
  return [main, ...also].join(' ')
}

function hasEnded({ validTo }: Certificate): boolean {
  return validTo !== undefined && validTo.getTime() < Date.now()
}

/** What stands before the first byte of HTTP: the name, the port, the certificate. */
export const NETWORK_RULES: readonly Rule[] = [
  {
    id: 'name-unknown',
    layer: 'network',
    title: 'The name leads nowhere',
    expected: 'A name that the name servers of this machine know.',
    cause: 'The name is misspelt, not published yet, or known inside another network only.',
    reference: rfc(1034, '3.6', 'resource records'),
    find: ({ connection }) =>
      connection?.lookupFailure !== undefined &&
      `"${connection.host}" does not resolve: ${LOOKUP_WORDS[connection.lookupFailure] ?? connection.lookupFailure}.`,
    remedy: { label: 'Correct the name, or join the network that knows it' },
  },
  {
    id: 'port-closed',
    layer: 'network',
    title: 'Nobody listens there',
    expected: 'A server at this address and port.',
    cause: 'The provider is down, listens on another port, or a firewall is between.',
    reference: rfc(9293, '3.5.2', 'reset generation'),
    find: ({ connection }) =>
      connection?.connectFailure !== undefined &&
      `${where(connection)} (${connection.addresses.join(', ')}): ${connection.connectFailure === 'ECONNREFUSED' ? 'nobody listens there' : connection.connectFailure}.`,
    remedy: { label: 'Correct the address or start the provider' },
  },
  {
    id: 'tls-not-spoken',
    layer: 'network',
    title: 'The server does not speak TLS',
    expected: 'TLS at an https address.',
    cause: 'The address says https and the port speaks plain http, or TLS ends at another port.',
    reference: rfc(9110, '4.2.2', 'https URI scheme'),
    find: ({ connection }) =>
      connection?.tls?.handshakeFailure !== undefined &&
      `${where(connection)}: no encryption was agreed on (${connection.tls.handshakeFailure}).`,
    remedy: { label: 'Type http, or the port that speaks TLS' },
  },
  {
    id: 'certificate-ended',
    layer: 'network',
    title: 'The certificate has ended',
    expected: 'A certificate that is good today.',
    cause: 'Nobody renewed it; clients refuse to connect.',
    reference: rfc(5280, '4.1.2.5', 'validity'),
    find: (evidence) => {
      const tls = evidence.connection?.tls
      return (
        tls !== undefined &&
        hasEnded(tls) &&
        describe(evidence, `It ended at ${tls.validTo?.toISOString()}.`)
      )
    },
    remedy: { label: 'Renew the certificate' },
  },
  {
    id: 'certificate-early',
    layer: 'network',
    title: 'The certificate is not good yet',
    expected: 'A certificate that is good today.',
    cause: 'It begins later, or the clock of this machine is behind.',
    reference: rfc(5280, '4.1.2.5', 'validity'),
    find: (evidence) => {
      const begins = evidence.connection?.tls?.validFrom
      return (
        begins !== undefined &&
        begins.getTime() > Date.now() &&
        describe(evidence, `It begins at ${begins.toISOString()}.`)
      )
    },
    remedy: { label: 'Set the clock, or use the certificate that is good today' },
  },
  {
    id: 'certificate-for-another',
    layer: 'network',
    title: 'The certificate is for another name',
    expected: 'The name that was typed among the names of the certificate.',
    cause: 'The name leads to another server, or the certificate was made for another name of it.',
    reference: rfc(9110, '4.3.4', 'https certificate verification'),
    find: (evidence) => {
      const { connection } = evidence
      return (
        connection?.tls?.nameProblem !== undefined &&
        describe(evidence, `It is for ${connection.tls.names}.`)
      )
    },
    remedy: { label: 'Use a name of the certificate, or have one made for this name' },
  },
  {
    id: 'certificate-untrusted',
    layer: 'network',
    title: 'Nobody that this machine trusts vouches for the certificate',
    expected: 'A certificate of an authority that this machine knows.',
    cause:
      'It is self-signed, comes from a company’s own authority, or the server leaves out what is between.',
    reference: rfc(5280, '6', 'certification path validation'),
    find: (evidence) => {
      const tls = evidence.connection?.tls
      return (
        tls?.trustProblem !== undefined &&
        `Subject "${tls.subject}", issuer "${tls.issuer}": ${tls.trustProblem}.`
      )
    },
    remedy: { label: 'Start the companion with NODE_EXTRA_CA_CERTS naming the authority’s file' },
  },
]
