import type { Texts } from '../../facts.ts'

/** What became of the call behind the gateway. */
export const UPSTREAM = {
  checks: {
    upstream: {
      title: 'Call the upstream',
      reference: {
        text: 'RFC 9110 §7.6, forwarding',
        href: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-7.6',
      },
    },
  },
  refusals: {
    CALLER_GONE: 'The caller closed the connection before the answer was complete.',
    GATEWAY_FAILED: ({ error }: Texts<'error'>) => `The gateway itself failed (${error}).`,
    UPSTREAM_BROKEN: ({ target, failure }: Texts<'target' | 'failure'>) =>
      `${target} gave no usable answer: ${failure}.`,
    UPSTREAM_HOST_UNKNOWN: ({ host }: Texts<'host'>) => `No address is known for the host ${host}.`,
    UPSTREAM_TOO_SLOW: ({ target }: Texts<'target'>) => `${target} did not answer in time.`,
  },
  causes: {
    CALLER_IMPATIENT: 'The caller has a shorter timeout than the upstream needs.',
    HOST_NAME_WRONG: 'The host name is not right.',
    OWN_MISTAKE: 'This is a mistake in DCR Lab; please report it.',
    TARGET_NOT_RUNNING: 'The target is not running, or the address is not right.',
    UPSTREAM_SLOW: 'The upstream is slow, or something on the way swallows the call.',
  },
}
