import { RecentMap } from '../memory/recent-map.ts'
import { SmallMap } from '../memory/small-map.ts'
import type { Counting, QuotaAsk, RateAsk, SessionAnswer, SessionAsk } from './counting.ts'
import { type QuotaCount, takeQuota } from './take-quota.ts'
import { type RateWindow, takeRate } from './take-rate.ts'

/** The most recently used sessions, at least. */
const SESSIONS = 10_000
const API_RATES = 10_000

/** The session of one identity. */
interface Session {
  startedAtMs: number
  /** 0 for never. The latest of the policy's end and the expiries of all tokens. */
  endsAtMs: number
  policyIds: readonly string[]
  /** By scope: one for the session, or one per policy, API or endpoint. */
  rates: SmallMap<RateWindow>
  quotas: SmallMap<QuotaCount>
  /** The map's generation in which the session was last found; -1 once another session replaced it. */
  seenInTurn: number
}

/**
 * Counts in this process, at once.
 *
 * @param monotonic - Milliseconds that never jump, for rates.
 */
export function createMemoryCounting(monotonic: () => number): Counting {
  const sessions = new RecentMap<string, Session>(SESSIONS)
  const apiRates = new RecentMap<string, RateWindow>(API_RATES)

  function find({ session: name, last }: SessionAsk): Session | undefined {
    const known = last as Session | undefined
    // The session of the last request is usually the right one, which saves the look-up.
    if (known && known.seenInTurn === sessions.turns) return known
    const session = sessions.get(name)
    if (session) session.seenInTurn = sessions.turns
    return session
  }

  function open(ask: SessionAsk): Session {
    const previous = find(ask)
    const session = prolong(previous, ask)
    if (session === previous) return session
    if (previous) previous.seenInTurn = -1
    sessions.set(ask.session, session)
    session.seenInTurn = sessions.turns
    return session
  }

  return {
    enter(ask) {
      const session = open(ask)
      // A complete literal, since objects that gain members later are slow.
      const answer: SessionAnswer = {
        refusedBy: undefined,
        session,
        window: undefined,
        windowAgeMs: 0,
        quota: ask.shownQuota === undefined ? undefined : session.quotas.get(ask.shownQuota),
      }
      if (session.endsAtMs > 0 && ask.wallMs > session.endsAtMs) answer.refusedBy = 'ended'
      else if (ask.rate && !countRate(session, { ask: ask.rate, nowMs: monotonic(), answer }))
        answer.refusedBy = 'rate'
      else if (ask.quota && !countQuota(session, { ask: ask.quota, nowMs: ask.wallMs, answer }))
        answer.refusedBy = 'quota'
      return answer
    },
    takeRate(ask) {
      const nowMs = monotonic()
      const { window, isAllowed } = takeRate(apiRates.get(ask.key), ask, nowMs)
      apiRates.set(ask.key, window)
      return { isAllowed, window, windowAgeMs: nowMs - window.startedAtMs }
    },
    policiesOf: (name) => sessions.get(name)?.policyIds,
  }
}

/** Opens or continues a session; a token with a later expiry prolongs the session, as in Tyk. */
function prolong(previous: Session | undefined, ask: SessionAsk): Session {
  const { policySeconds, tokenEndsAtMs, policyIds, wallMs } = ask
  const byPolicy = policySeconds > 0 ? wallMs + policySeconds * 1000 : 0
  const endsAtMs = Math.max(previous?.endsAtMs ?? byPolicy, tokenEndsAtMs)
  if (previous?.endsAtMs === endsAtMs && previous.policyIds === policyIds) return previous
  return {
    startedAtMs: previous?.startedAtMs ?? wallMs,
    endsAtMs,
    policyIds,
    rates: previous?.rates ?? new SmallMap<RateWindow>(),
    quotas: previous?.quotas ?? new SmallMap<QuotaCount>(),
    seenInTurn: -1,
  }
}

interface Count<Ask> {
  ask: Ask
  nowMs: number
  answer: SessionAnswer
}

/** @returns Whether the rate allows one more request. */
function countRate({ rates }: Session, { ask, nowMs, answer }: Count<RateAsk>): boolean {
  const { window, isAllowed } = takeRate(rates.get(ask.key), ask, nowMs)
  keepWindow(rates, ask.key, window)
  answer.window = window
  answer.windowAgeMs = nowMs - window.startedAtMs
  return isAllowed
}

/** @returns Whether the quota allows one more request. */
function countQuota({ quotas }: Session, { ask, nowMs, answer }: Count<QuotaAsk>): boolean {
  const { count, isAllowed } = takeQuota(quotas.get(ask.key), ask, nowMs)
  keepCount(quotas, ask.key, count)
  answer.quota = count
  return isAllowed
}

/**
 * Updates the existing object: a new object for each request would live until the session's next request,
 * and the garbage collector's copies of ten thousand such objects cost more than counting.
 */
function keepWindow(kept: SmallMap<RateWindow>, key: string, window: RateWindow): void {
  const known = kept.get(key)
  if (!known) return kept.set(key, { ...window })
  known.startedAtMs = window.startedAtMs
  known.used = window.used
  known.rate = window.rate
  known.perSeconds = window.perSeconds
  known.revision = window.revision
}

function keepCount(kept: SmallMap<QuotaCount>, key: string, count: QuotaCount): void {
  const known = kept.get(key)
  if (!known) return kept.set(key, { ...count })
  known.used = count.used
  known.renewsAtMs = count.renewsAtMs
}
