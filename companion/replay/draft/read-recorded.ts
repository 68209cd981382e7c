import { randomUUID } from 'node:crypto'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { Attempt, ReplayDraft } from '#shared/contract/replay/attempt.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import { summarizeVerdict } from '../attempt-verdict.ts'

export interface Recorded {
  thread: string
  exchange: Exchange
  draft: ReplayDraft
  /** Left out when the gateway has forgotten it, or none was made. */
  verdict: Verdict | undefined
}

/** A recorded exchange as the first attempt of a thread, so that later ones are compared with it. */
export function readRecorded({ thread, exchange, draft, verdict }: Recorded): Attempt {
  const { method, url, headers, body } = exchange.request
  return {
    id: randomUUID(),
    thread,
    name: 'As it was',
    kind: 'recorded',
    at: exchange.at,
    request: draft.request,
    sent: {
      method,
      url,
      headers,
      ...(body && { body }),
      token: 'What the recorded request carried.',
      left_out: [],
    },
    ...(exchange.response && { answer: exchange.response }),
    ...(exchange.failure !== undefined && { failure: exchange.failure }),
    duration_ms: exchange.duration_ms,
    exchange: exchange.id,
    ...(verdict && { verdict: summarizeVerdict(verdict) }),
  }
}
