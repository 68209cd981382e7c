import type { Word } from '#shared/messages/catalogue.ts'
import type { Target } from '../api/compiled-api.ts'
import { type Evidence, type Refusal, refuse } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'

const TOO_SLOW = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
])
const UNKNOWN_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA'])

const FAILURES: Readonly<Record<string, Word['code'] & `UPSTREAM_${string}`>> = {
  ECONNREFUSED: 'UPSTREAM_REFUSED',
  ECONNRESET: 'UPSTREAM_CLOSED',
  UND_ERR_SOCKET: 'UPSTREAM_CUT',
  EHOSTUNREACH: 'UPSTREAM_NO_HOST',
  ENETUNREACH: 'UPSTREAM_NO_NETWORK',
  ADDRESS_REFUSED: 'UPSTREAM_ADDRESS_GUARDED',
  OWN_LISTENER: 'UPSTREAM_IS_GATEWAY',
  UND_ERR_HEADERS_OVERFLOW: 'UPSTREAM_HEADERS',
}

/** What the caller gets when the upstream gives no answer; the address stays in the verdict. */
export function refuseUpstream({ origin, hostname }: Target, thrown: unknown): Refusal {
  const errno = thrown instanceof Error ? String((thrown as NodeJS.ErrnoException).code) : ''
  const evidence: readonly Evidence[] = [
    { label: 'target', value: origin },
    { label: 'failure', value: errno },
  ]
  if (errno === BODY_LIMIT) {
    const facts = { limit: (thrown as BodyLimitError).maxBytes }
    return refuse('endpoint', TYK.bodyTooLarge, { code: 'BODY_WENT_ON', facts })
  }
  if (UNKNOWN_HOST.has(errno)) {
    return refuse('upstream', TYK.upstreamUnknownHost, {
      code: 'UPSTREAM_HOST_UNKNOWN',
      facts: { host: hostname },
      evidence,
      causes: [{ code: 'HOST_NAME_WRONG' }],
    })
  }
  if (TOO_SLOW.has(errno)) {
    return refuse('upstream', TYK.upstreamTooSlow, {
      code: 'UPSTREAM_TOO_SLOW',
      facts: { target: origin },
      evidence,
      causes: [{ code: 'UPSTREAM_SLOW' }],
    })
  }
  return refuse('upstream', TYK.upstreamBroken, {
    code: 'UPSTREAM_BROKEN',
    facts: { target: origin, failure: { code: FAILURES[errno] ?? 'UPSTREAM_INVALID' } },
    evidence,
    causes: [{ code: 'TARGET_NOT_RUNNING' }],
  })
}

export function refuseGoneCaller(): Refusal {
  return refuse('upstream', TYK.callerGone, {
    code: 'CALLER_GONE',
    causes: [{ code: 'CALLER_IMPATIENT' }],
  })
}

const BODY_LIMIT = 'BODY_LIMIT'

interface BodyLimitError extends Error {
  maxBytes: number
}

/** A body that is sent in chunks shows its size only on its way. */
export function createBodyLimitError(maxBytes: number): Error {
  return Object.assign(new Error('The body is too large'), { code: BODY_LIMIT, maxBytes })
}
