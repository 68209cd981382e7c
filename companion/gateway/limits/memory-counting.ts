import { RecentMap } from '../memory/recent-map.ts'
import { SmallMap } from '../memory/small-map.ts'
import type { CountKeeper, CountSource, KeptCount } from './kept-count.ts'
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
  /** Whether it has counted since the changes were taken. */
  isChanged: boolean
  /** The map's generation in which the session was last found; -1 once another session replaced it. */
  seenInTurn: number
}

/**
 * Counts in this process, at once.
 *
 * @param monotonic - Milliseconds that never jump, for rates.
 * @param keeper - Knows what an earlier process has counted.
 */
export function createMemoryCounting(
  monotonic: () => number,
  keeper?: CountKeeper,
): Counting & CountSource {
  const sessions = new RecentMap<string, Session>(SESSIONS)
  const apiRates = new RecentMap<string, RateWindow>(API_RATES)
  const changes = new Changes((key) => apiRates.get(key))
  /** From the clock of rates to that of kept counts. */
  const aheadMs = (): number => Date.now() - monotonic()

  function find({ session: name, last }: SessionAsk): Session | undefined {
    const known = last as Session | undefined
    // The session of the last request is usually the right one, which saves the look-up.
    if (known && known.seenInTurn === sessions.turns) return known
    const session = sessions.get(name) ?? recall(name)
    if (session) session.seenInTurn = sessions.turns
    return session
  }

  function recall(name: string): Session | undefined {
    const kept = keeper?.recall(name)
    if (!kept) return undefined
    const session = openKept(kept, aheadMs())
    sessions.set(name, session)
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
      if (!session.isChanged && (ask.rate || ask.quota)) changes.add(ask.session, session)
      const answer = openAnswer(session, ask)
      if (session.endsAtMs > 0 && ask.wallMs > session.endsAtMs) answer.refusedBy = 'ended'
      else if (ask.rate && !countRate(session, { ask: ask.rate, nowMs: monotonic(), answer }))
        answer.refusedBy = 'rate'
      else if (ask.quota && !countQuota(session, { ask: ask.quota, nowMs: ask.wallMs, answer }))
        answer.refusedBy = 'quota'
      return answer
    },
    takeRate(ask) {
      const nowMs = monotonic()
      const known = apiRates.get(ask.key) ?? recallRate(keeper, ask.key, aheadMs())
      const { window, isAllowed } = takeRate(known, ask, nowMs)
      apiRates.set(ask.key, window)
      changes.addRate(ask.key)
      return { isAllowed, window, windowAgeMs: nowMs - window.startedAtMs }
    },
    policiesOf: (name) => sessions.get(name)?.policyIds,
    takeChanges: () => changes.take(aheadMs()),
  }
}

/** What was counted since it was last asked for. */
class Changes {
  readonly #findRate: (key: string) => RateWindow | undefined
  #sessions: [name: string, session: Session][] = []
  #rates = new Set<string>()

  constructor(findRate: (key: string) => RateWindow | undefined) {
    this.#findRate = findRate
  }

  add(name: string, session: Session): void {
    session.isChanged = true
    this.#sessions.push([name, session])
  }

  addRate(key: string): void {
    this.#rates.add(key)
  }

  *take(aheadMs: number): Generator<[name: string, count: KeptCount]> {
    const sessions = this.#sessions
    const rates = this.#rates
    this.#sessions = []
    this.#rates = new Set()
    for (const [name, session] of sessions) {
      session.isChanged = false
      yield [name, keep(session, aheadMs)]
    }
    for (const key of rates) {
      const window = this.#findRate(key)
      if (window) yield [nameApiRate(key), keepRate(moveWindow(window, aheadMs))]
    }
  }
}

/** Sessions are named by JSON, which begins otherwise. */
function nameApiRate(key: string): string {
  return `api ${key}`
}

function recallRate(
  keeper: CountKeeper | undefined,
  key: string,
  aheadMs: number,
): RateWindow | undefined {
  const [first] = keeper?.recall(nameApiRate(key))?.rates ?? []
  return first && moveWindow(first[1], -aheadMs)
}

function openKept({ startedAtMs, endsAtMs, rates, quotas }: KeptCount, aheadMs: number): Session {
  return {
    startedAtMs,
    endsAtMs,
    policyIds: [],
    rates: new SmallMap(rates.map(([key, window]) => [key, moveWindow(window, -aheadMs)])),
    quotas: new SmallMap(quotas),
    isChanged: false,
    seenInTurn: -1,
  }
}

function keep({ startedAtMs, endsAtMs, rates, quotas }: Session, aheadMs: number): KeptCount {
  return {
    startedAtMs,
    endsAtMs,
    rates: rates.entries().map(([key, window]) => [key, moveWindow(window, aheadMs)]),
    quotas: quotas.entries(),
  }
}

function keepRate(window: RateWindow): KeptCount {
  return { startedAtMs: 0, endsAtMs: 0, rates: [['', window]], quotas: [] }
}

function moveWindow(window: RateWindow, byMs: number): RateWindow {
  return { ...window, startedAtMs: window.startedAtMs + byMs }
}

/** A complete literal, since objects that gain members later are slow. */
function openAnswer(session: Session, { shownQuota }: SessionAsk): SessionAnswer {
  return {
    refusedBy: undefined,
    session,
    window: undefined,
    windowAgeMs: 0,
    quota: shownQuota === undefined ? undefined : session.quotas.get(shownQuota),
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
    isChanged: false,
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
