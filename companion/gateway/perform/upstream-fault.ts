import type { Target } from '../api/compiled-api.ts'
import { type Cause, type Refusal, causeWithFix, refuse } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'

const TOO_SLOW = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
])
const UNKNOWN_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA'])

const SENTENCES: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it closed the connection without an answer',
  UND_ERR_SOCKET: 'it closed the connection in the middle',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  ADDRESS_REFUSED: 'link-local and metadata addresses are never called',
  OWN_LISTENER: 'that is this gateway itself',
  UND_ERR_HEADERS_OVERFLOW: 'its headers are larger than 16 KiB',
}

/**
 * What the caller gets when the upstream gives no answer; the address stays in the verdict.
 *
 * @param suggestion - A target that is known to work, offered as a cure.
 */
export function refuseUpstream(target: Target, thrown: unknown, suggestion?: string): Refusal {
  const code = thrown instanceof Error ? String((thrown as NodeJS.ErrnoException).code) : ''
  const evidence = [
    { label: 'Target', value: target.origin },
    { label: 'Failure', value: code },
  ]
  if (code === BODY_LIMIT) {
    return refuse('endpoint', TYK.bodyTooLarge, {
      reason: `The body went on after ${(thrown as BodyLimitError).maxBytes} bytes, which is all the API allows.`,
    })
  }
  if (UNKNOWN_HOST.has(code)) {
    return refuse('upstream', TYK.upstreamUnknownHost, {
      reason: `No address is known for the host ${target.hostname}.`,
      evidence,
      causes: listCauses('The host name is not right.', suggestion),
    })
  }
  if (TOO_SLOW.has(code)) {
    return refuse('upstream', TYK.upstreamTooSlow, {
      reason: `${target.origin} did not answer in time.`,
      evidence,
      causes: listCauses(
        'The upstream is slow, or something on the way swallows the call.',
        suggestion,
      ),
    })
  }
  const how = SENTENCES[code] ?? 'its answer is no valid HTTP, or its certificate is not trusted'
  return refuse('upstream', TYK.upstreamBroken, {
    reason: `${target.origin} gave no usable answer: ${how}.`,
    evidence,
    causes: listCauses('The target is not running, or the address is not right.', suggestion),
  })
}

function listCauses(text: string, suggestion: string | undefined): Cause[] {
  const label = suggestion === undefined ? 'Correct the target URL' : `Use ${suggestion}`
  const inputs = suggestion === undefined ? {} : { target_url: suggestion }
  return [causeWithFix(text, 'api', { label, inputs })]
}

export function refuseGoneCaller(): Refusal {
  return refuse('upstream', TYK.callerGone, {
    reason: 'The caller closed the connection before the answer was complete.',
    causes: [{ text: 'The caller has a shorter timeout than the upstream needs.' }],
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
