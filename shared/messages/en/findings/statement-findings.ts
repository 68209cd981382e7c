import type { Texts } from '../../facts.ts'

/** What was said about who made the client’s software. */
export const STATEMENT_FINDINGS = {
  'software-statement-invalid': {
    title: 'The software statement does not hold',
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: 'A JWT with a signature that the publisher’s key confirms, and that has not ended.',
    cause: 'It was signed with another key, changed after it was signed, or has expired.',
    fix: 'Register without it, or get a new one',
  },
  'software-statement-unapproved': {
    title: 'The provider does not trust who signed the software statement',
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: 'A statement of a publisher that the provider has approved.',
    cause: 'Its issuer is not on the provider’s list; the signature was not even looked at.',
    fix: 'Register without it, or have the publisher approved',
  },
  'software-statement-ignored': {
    title: 'The provider ignored the software statement',
    seen: 'A statement was sent; the answer has none.',
    expected: 'The statement in the answer, as it was sent.',
    cause:
      'A provider may ignore statements and says so by leaving it out; what it stated does not hold.',
    fix: 'Send what it states as plain members',
  },
}
