import type { Evidence } from '../evidence.ts'
import { rfc, type Rule } from '../rule.ts'

function refusedWith({ registration }: Evidence, error: string): { answer: string } | undefined {
  const { seen } = registration ?? {}
  return seen?.error === error
    ? { answer: `${seen.status} ${[error, seen.description].filter(Boolean).join(': ')}` }
    : undefined
}

/** What was said about who made the client's software. */
export const STATEMENT_RULES: readonly Rule[] = [
  {
    id: 'software-statement-invalid',
    layer: 'registration',
    reference: rfc(7591, '2.3', 'software statement'),
    find: (evidence) => refusedWith(evidence, 'invalid_software_statement'),
    fix: { client: { metadata: {} } },
  },
  {
    id: 'software-statement-unapproved',
    layer: 'registration',
    reference: rfc(7591, '3.2.2', 'client registration error response'),
    find: (evidence) => refusedWith(evidence, 'unapproved_software_statement'),
    fix: {
      client: { metadata: {} },
    },
  },
  {
    id: 'software-statement-ignored',
    layer: 'registration',
    severity: 'warning',
    reference: rfc(7591, '2.3', 'software statement'),
    find: ({ registration }) =>
      registration?.granted !== undefined &&
      registration.asked['software_statement'] !== undefined &&
      registration.granted['software_statement'] === undefined &&
      {},
    fix: { client: { metadata: {} } },
  },
]
