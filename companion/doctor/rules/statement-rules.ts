import type { Evidence } from '../evidence.ts'
import { rfc, type Rule } from '../rule.ts'

function refusedWith({ registration }: Evidence, error: string): string | undefined {
  const { seen } = registration ?? {}
  return seen?.error === error
    ? `${seen.status} ${[error, seen.description].filter(Boolean).join(': ')}`
    : undefined
}

/** What was said about who made the client's software. */
export const STATEMENT_RULES: readonly Rule[] = [
  {
    id: 'software-statement-invalid',
    layer: 'registration',
    title: 'The software statement does not hold',
    expected: 'A JWT with a signature that the publisher’s key confirms, and that has not ended.',
    cause: 'It was signed with another key, changed after it was signed, or has expired.',
    reference: rfc(7591, '2.3', 'software statement'),
    find: (evidence) => refusedWith(evidence, 'invalid_software_statement'),
    remedy: { label: 'Register without it, or get a new one', client: { metadata: {} } },
  },
  {
    id: 'software-statement-unapproved',
    layer: 'registration',
    title: 'The provider does not trust who signed the software statement',
    expected: 'A statement of a publisher that the provider has approved.',
    cause: 'Its issuer is not on the provider’s list; the signature was not even looked at.',
    reference: rfc(7591, '3.2.2', 'client registration error response'),
    find: (evidence) => refusedWith(evidence, 'unapproved_software_statement'),
    remedy: {
      label: 'Register without it, or have the publisher approved',
      client: { metadata: {} },
    },
  },
  {
    id: 'software-statement-ignored',
    layer: 'registration',
    severity: 'warning',
    title: 'The provider ignored the software statement',
    expected: 'The statement in the answer, as it was sent.',
    cause:
      'A provider may ignore statements and says so by leaving it out; what it stated does not hold.',
    reference: rfc(7591, '2.3', 'software statement'),
    find: ({ registration }) =>
      registration?.granted !== undefined &&
      registration.asked['software_statement'] !== undefined &&
      registration.granted['software_statement'] === undefined &&
      'A statement was sent; the answer has none.',
    remedy: { label: 'Send what it states as plain members', client: { metadata: {} } },
  },
]
