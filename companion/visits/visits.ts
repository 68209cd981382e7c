import type { Verdict } from '#shared/contract/verdict.ts'
import type { Visit, VisitDetails } from '#shared/contract/visit.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { EventBus } from '../events/event-bus.ts'
import type { CallRefusal } from './find-ending.ts'
import { type JoinedLegs, joinLegs } from './join-legs.ts'
import type { Leg } from './leg.ts'
import type { LegBook } from './leg-book.ts'
import { findOutcome } from './say-leg.ts'
import { nameVisit, PATIENCE_MS, type TellTools, tellVisit } from './tell-visit.ts'

/** Legs come in bursts; a visit is told once for each. */
const SETTLE_MS = 250
const MOST_REFUSALS = 500

/** What clients asked of provider and gateway, put together from the exchanges. */
export interface Visits {
  /** The oldest first. */
  list(): Promise<Visit[]>
  /** By its id, the id of its client, or that of one of its exchanges. @throws AppError `RECORD_NOT_FOUND`. */
  get(id: string): Promise<VisitDetails>
  close(): void
}

export interface VisitsDeps {
  bus: EventBus
  book: LegBook
  /** Resolves when all that came in so far is in the book. */
  settle: () => Promise<void>
  findRegistration: TellTools['findRegistration']
  findVerdict: (id: string) => Promise<Verdict | undefined>
}

/** Visits are derived anew from the legs whenever they are read: nothing about them is kept. */
export function createVisits(deps: VisitsDeps): Visits {
  const { bus, book } = deps
  const tellAll = createTeller(deps)
  let told = new Map<string, string>()
  let settling: NodeJS.Timeout | undefined
  let waiting: NodeJS.Timeout | undefined

  /** Tells listeners what reads differently now. */
  async function announce(): Promise<void> {
    const visits = await tellAll()
    const next = new Map(visits.map((visit) => [visit.id, JSON.stringify(visit)]))
    for (const id of told.keys()) if (!next.has(id)) bus.publish('visit.deleted', () => ({ id }))
    for (const visit of visits)
      if (told.get(visit.id) !== next.get(visit.id))
        bus.publish('visit.changed', () => outline(visit))
    told = next
    const isOpen = visits.some(({ state }) => state === 'under_way')
    if (isOpen && !waiting) waiting = later(PATIENCE_MS, () => (waiting = undefined))
  }

  const later = (ms: number, before: () => void): NodeJS.Timeout =>
    setTimeout(() => {
      before()
      void announce()
    }, ms).unref()

  book.listen(() => {
    settling ??= later(SETTLE_MS, () => (settling = undefined))
  })
  return {
    list: async () => (await tellAll()).map(outline),
    get: async (id) => findVisit(await tellAll(), id),
    close() {
      clearTimeout(settling)
      clearTimeout(waiting)
    },
  }
}

function createTeller({ book, settle, findRegistration, findVerdict }: VisitsDeps) {
  const refusals = new Map<string, CallRefusal | null>()

  /** The verdict of the last refused call of each visit says what the answer hides. */
  async function readRefusals(joined: readonly JoinedLegs[]): Promise<void> {
    const asked = joined.flatMap(({ legs }) => findRefusedCall(legs.map(({ leg }) => leg)) ?? [])
    for (const { verdict } of asked) {
      if (verdict === undefined || refusals.has(verdict)) continue
      refusals.set(verdict, readRefusal(await findVerdict(verdict)) ?? null)
      const [oldest] = refusals.keys()
      if (refusals.size > MOST_REFUSALS && oldest !== undefined) refusals.delete(oldest)
    }
  }

  return async (): Promise<VisitDetails[]> => {
    await settle()
    const joined = joinLegs(book.list())
    await readRefusals(joined)
    const ids = new Map(joined.map((one) => [one.group, nameVisit(one)]))
    const tools: TellTools = {
      nowMs: Date.now(),
      refusalOf: ({ verdict = '' }) => refusals.get(verdict) ?? undefined,
      findRegistration,
      idOf: (group) => ids.get(group) ?? '',
    }
    return joined
      .map((one) => tellVisit(one, tools))
      .toSorted((a, b) => a.began_at.localeCompare(b.began_at))
  }
}

/** A visit that others were put together with is found by the leg that it was named after. */
function findVisit(visits: readonly VisitDetails[], id: string): VisitDetails {
  const isOf = ({ client_id, legs }: VisitDetails): boolean =>
    client_id === id || legs.some(({ exchange }) => exchange === id || `visit-${exchange}` === id)
  const found = visits.find((visit) => visit.id === id) ?? visits.findLast(isOf)
  if (found) return found
  throw new AppError('RECORD_NOT_FOUND', {
    detail: `There is no visit ${id.slice(0, 100)}: its exchanges may have been pushed out by newer ones.`,
    hint: 'List the visits.',
  })
}

function outline({ legs: _legs, findings: _findings, ...visit }: VisitDetails): Visit {
  return visit
}

function findRefusedCall(legs: readonly Leg[]): Leg | undefined {
  return legs.findLast(
    (leg) => leg.meaning === 'api_call' && leg.asked.hasToken && findOutcome(leg) === 'refused',
  )
}

function readRefusal(verdict: Verdict | undefined): CallRefusal | undefined {
  const failed = verdict?.checks.find(({ state }) => state === 'failed')
  return failed && { check: failed.id, reason: failed.reason ?? failed.title }
}
