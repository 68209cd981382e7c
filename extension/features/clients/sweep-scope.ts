import type { Registration } from '#shared/contract/registration.ts'
import { MAKER_WORDS, mayLive } from './client-words.ts'

/** The clients that a sweep deletes: all clients, those of one origin, or those of one run. */
export interface SweepChoice {
  value: string
  label: string
  scope: { origin?: Registration['origin']; run?: string }
  clients: readonly Registration[]
}

/**
 * The sweeps that would delete something, from the widest to the narrowest.
 *
 * @param clients - The ledger, the newest first.
 * @param currentRun - The run on screen, whose scope has a different label.
 */
export function listSweeps(
  clients: readonly Registration[],
  currentRun: string | undefined,
): SweepChoice[] {
  const living = clients.filter(mayLive)
  if (living.length === 0) return []
  const origins = [...new Set(living.map(({ origin }) => origin))]
  const runs = [...new Set(living.flatMap(({ run }) => (run === undefined ? [] : [run])))]
  return [
    { value: 'all', label: 'All clients', scope: {}, clients: living },
    ...origins.map((origin) => ({
      value: `origin ${origin}`,
      label: `Made by: ${MAKER_WORDS[origin].toLowerCase()}`,
      scope: { origin },
      clients: living.filter((client) => client.origin === origin),
    })),
    ...runs.map((run) => {
      const own = living.filter((client) => client.run === run)
      return {
        value: `run ${run}`,
        label: nameRun(own, run === currentRun),
        scope: { run },
        clients: own,
      }
    }),
  ]
}

function nameRun(own: readonly Registration[], isCurrent: boolean): string {
  if (isCurrent) return 'The run on screen'
  const first = own.at(-1)?.created_at
  return first === undefined ? 'A run' : `The run of ${new Date(first).toLocaleString()}`
}
