import type { Texts } from '../../facts.ts'

type Failure = Texts<'stage' | 'failure'>

/** What an examination could not see. */
export const EXAMINATION_FINDINGS = {
  'stage-unanswered': {
    title: 'No whole answer came',
    seen: ({ stage, failure }: Failure) => `At ${stage}: ${failure}`,
    expected: 'A whole answer within fifteen seconds.',
    cause:
      'The host was reached before. This address is likely another host that is down, or the provider or a proxy cut the answer off.',
    fix: 'Look at the exchange and into the provider’s log',
  },
  'address-refused': {
    title: 'The companion does not call this address',
    seen: ({ stage, failure }: Failure) => `At ${stage}: ${failure}`,
    expected: 'An http or https address that the companion may call.',
    cause:
      'The provider named an address that is not for clients, such as one of a cloud’s metadata.',
    fix: 'Correct the address in the metadata',
  },
  'stage-unfinished': {
    title: 'The doctor could not finish a stage',
    seen: ({ stage, failure }: Failure) => `At ${stage}: ${failure}`,
    expected: 'An answer that the doctor can work with.',
    cause: 'The answer is one that this program did not foresee, or its own work failed.',
    fix: 'Look at the exchange, and report the problem',
  },
  'end-not-reached': {
    title: 'The answer is not what was expected',
    seen: ({ missing }: Texts<'missing'>) =>
      `No rule fits what came, and no ${missing} was received.`,
    expected: 'A client, a token and a 2xx answer of the API.',
    cause: 'The way ended before its end; the exchanges show where.',
    fix: 'Look at the exchanges',
  },
}
