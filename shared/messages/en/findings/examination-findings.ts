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
  'own-client-deleted': {
    title: 'The client of this failure was deleted',
    seen: ({ name, id }: Texts<'name' | 'id'>) =>
      `The ledger has ${name} (${id}) as deleted at the provider.`,
    expected: 'A client that is registered.',
    cause: 'A deleted client gets no token, and what was granted to it ends.',
    fix: 'Register a new client',
  },
  'own-client-unknown': {
    title: 'The provider does not know this client with this secret',
    seen: ({ answer, id }: Texts<'answer' | 'id'>) => `${answer}, for the client ${id}.`,
    expected: '200 with access_token.',
    cause:
      'Likely the client was deleted at the provider, its secret was replaced or has ended, or it authenticates in another way than it was registered for.',
    fix: 'Look for the client in the provider’s console; register a new one where it is gone',
  },
  'failure-not-repeated': {
    title: 'It failed before, and the same calls were answered well now',
    seen: ({ failure }: Texts<'failure'>) => failure,
    expected: 'What failed passes when it is sent again.',
    cause:
      'The provider, the client and the API work now. Likely the token, the scope or the request that was sent differed, or the fault is over.',
    fix: 'Do the same again with a new token; if it fails again, examine that exchange',
  },
  'failure-as-recorded': {
    title: 'What failed was not tried again',
    seen: ({ failure }: Texts<'failure'>) => failure,
    expected: 'A call that is answered well.',
    cause:
      'Only what was recorded is known: trying it again could spend or change what is yours, the client gets no token by itself, or nothing names the client that made the call.',
    fix: 'Read the exchange and its verdict; the causes stand beside the failed check',
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
