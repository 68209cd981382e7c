import type { Exchange } from '#shared/contract/exchange.ts'
import type { Registration } from '#shared/contract/registration.ts'
import type { Run } from '#shared/contract/run.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { LessonRooms } from './lesson-rooms.ts'

const LIMIT = 500
/** Calls of other programs have to be looked up one by one. */
const VERDICT_LIMIT = 50

/** What the companion saw of a run, the oldest first. */
export interface Traffic {
  run: Run
  exchanges: readonly Exchange[]
  verdicts: readonly Verdict[]
  /** The newest client of the run. */
  registration: Registration | undefined
}

/**
 * Reads what was seen of a run: its own calls, and the calls of its API by any caller, such as curl.
 */
export async function readTraffic(run: Run, rooms: LessonRooms): Promise<Traffic> {
  await rooms.gateway.flush()
  const api = rooms.runRecords.get(run.id)?.products.api_id
  const recent = await rooms.gateway.verdicts.list(VERDICT_LIMIT)
  const verdicts = recent.filter(({ api_id }) => api !== undefined && api_id === api).reverse()
  const found = [
    ...rooms.recorder.list({ run: run.id, limit: LIMIT }),
    ...verdicts.flatMap(({ id }) => rooms.recorder.list({ verdict: id, limit: 20 })),
  ]
  const exchanges = [...new Map(found.map((exchange) => [exchange.id, exchange])).values()]
  return {
    run,
    verdicts,
    exchanges: exchanges.sort((left, right) => left.at.localeCompare(right.at)),
    registration: rooms.registrations.filter((client) => client.run === run.id)[0],
  }
}
