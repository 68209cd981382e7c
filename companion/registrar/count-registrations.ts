import type { Registration, RegistrationCounts } from '#shared/contract/registration.ts'
import { takeTurns } from '../clock/take-turns.ts'
import type { RegistrationOutline } from '../store/schema.ts'
import { ALIVE } from './sweep.ts'

const MOST_RUNS = 1_000

/** A run, and the catalogue entry that it published: clients that the portal registered for it are the run's. */
export interface RunOfClients {
  id: string
  catalogueEntry?: string | undefined
}

interface Tally {
  count: number
  first_at: string
  /** Where the newest one stands in the ledger. */
  last: number
}

/**
 * Counts the ledger in one reading of its outlines, the oldest first.
 *
 * @param matches - Which registrations are counted by their states.
 */
export async function countRegistrations(
  ledger: readonly RegistrationOutline[],
  runs: readonly RunOfClients[],
  matches: (client: RegistrationOutline) => boolean,
): Promise<RegistrationCounts> {
  const states: RegistrationCounts['states'] = {
    intent: 0,
    active: 0,
    failed: 0,
    unknown: 0,
    deleted: 0,
  }
  const origins = new Map<Registration['origin'], number>()
  const byRun = new Map<string, Tally>()
  const runsOfEntry = groupByEntry(runs)
  let undeleted = 0
  const turn = takeTurns()
  for (const [at, client] of ledger.entries()) {
    if (at % 256 === 0) await turn()
    if (matches(client)) states[client.state] += 1
    if (!ALIVE.includes(client.state)) continue
    if (client.origin !== 'observed') undeleted += 1
    origins.set(client.origin, (origins.get(client.origin) ?? 0) + 1)
    const owners = new Set(runsOfEntry.get(client.catalogue_entry))
    if (client.run !== undefined) owners.add(client.run)
    for (const run of owners) addTo(byRun, run, { first_at: client.created_at, last: at })
  }
  return {
    states,
    undeleted,
    origins: [...origins].map(([origin, count]) => ({ origin, count })),
    runs: [...byRun]
      .sort(([, a], [, b]) => b.last - a.last)
      .slice(0, MOST_RUNS)
      .map(([run, { count, first_at }]) => ({ run, count, first_at })),
  }
}

function addTo(byRun: Map<string, Tally>, run: string, one: Omit<Tally, 'count'>): void {
  const tally = byRun.get(run)
  if (tally) Object.assign(tally, { count: tally.count + 1, last: one.last })
  else byRun.set(run, { ...one, count: 1 })
}

function groupByEntry(runs: readonly RunOfClients[]): Map<string | undefined, string[]> {
  const groups = new Map<string | undefined, string[]>()
  for (const { id, catalogueEntry } of runs)
    if (catalogueEntry !== undefined)
      groups.set(catalogueEntry, [...(groups.get(catalogueEntry) ?? []), id])
  return groups
}
