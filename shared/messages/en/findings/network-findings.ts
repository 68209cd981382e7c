import type { Texts } from '../../facts.ts'

const LOOKUPS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no name server knows it',
  EAI_AGAIN: 'no name server answered',
}

/** What is wrong with a certificate, `trustProblem` in OpenSSL's words; left out what is not. */
type CertificateFacts = Readonly<
  Partial<Record<'beginsAt' | 'endedAt' | 'names' | 'trustProblem', string | undefined>>
>

type Part = 'begins' | 'ended' | 'names' | 'trust'

/** All that is wrong with the certificate, since each fix uncovers the next problem. */
function tell(
  { beginsAt, endedAt, names, trustProblem }: CertificateFacts,
  order: readonly Part[],
): string {
  const parts: Record<Part, string | undefined> = {
    begins: beginsAt && `It begins at ${beginsAt}.`,
    ended: endedAt && `It ended at ${endedAt}.`,
    names: names && `It is for ${names}.`,
    trust: trustProblem && `No trusted authority vouches for it (${trustProblem}).`,
  }
  return order.flatMap((part) => parts[part] || []).join(' ')
}

/** Before the first byte of HTTP: the name, the port, the certificate. */
export const NETWORK_FINDINGS = {
  'name-unknown': {
    title: 'The name leads nowhere',
    seen: ({ host, failure }: Texts<'host' | 'failure'>) =>
      `"${host}" does not resolve: ${LOOKUPS[failure] ?? failure}.`,
    expected: 'A name that the name servers of this machine know.',
    cause: 'The name is misspelt, not published yet, or known inside another network only.',
    fix: 'Correct the name, or join the network that knows it',
  },
  'port-closed': {
    title: 'Nothing listens there',
    seen: ({ address, addresses, failure }: Texts<'address' | 'addresses' | 'failure'>) =>
      `${address} (${addresses}): ${failure === 'ECONNREFUSED' ? 'nothing listens there' : failure}.`,
    expected: 'A server at this address and port.',
    cause: 'The provider is down, listens on another port, or a firewall is between.',
    fix: 'Correct the address or start the provider',
  },
  'tls-not-spoken': {
    title: 'The server does not speak TLS',
    seen: ({ address, failure }: Texts<'address' | 'failure'>) =>
      `${address}: no encryption was agreed on (${failure}).`,
    expected: 'TLS at an https address.',
    cause: 'The address says https and the port speaks plain http, or TLS ends at another port.',
    fix: 'Type http, or the port that speaks TLS',
  },
  'certificate-ended': {
    title: 'The certificate has ended',
    seen: (facts: CertificateFacts) => tell(facts, ['ended', 'names', 'trust']),
    expected: 'A certificate that is good today.',
    cause: 'It was not renewed; clients refuse to connect.',
    fix: 'Renew the certificate',
  },
  'certificate-early': {
    title: 'The certificate is not good yet',
    seen: (facts: CertificateFacts) => tell(facts, ['begins', 'ended', 'names', 'trust']),
    expected: 'A certificate that is good today.',
    cause: 'It begins later, or the clock of this machine is behind.',
    fix: 'Set the clock, or use the certificate that is good today',
  },
  'certificate-for-another': {
    title: 'The certificate is for another name',
    seen: (facts: CertificateFacts) => tell(facts, ['names', 'ended', 'trust']),
    expected: 'The name that was typed among the names of the certificate.',
    cause: 'The name leads to another server, or the certificate was made for another name of it.',
    fix: 'Use a name of the certificate, or have one made for this name',
  },
  'certificate-untrusted': {
    title: 'No authority that this machine trusts vouches for the certificate',
    seen: ({ subject, issuer, problem }: Texts<'subject' | 'issuer' | 'problem'>) =>
      `Subject "${subject}", issuer "${issuer}": ${problem}.`,
    expected: 'A certificate of an authority that this machine knows.',
    cause:
      'It is self-signed, comes from a company’s own authority, or the server leaves out what is between.',
    fix: 'Start the companion with NODE_EXTRA_CA_CERTS naming the authority’s file',
  },
}
