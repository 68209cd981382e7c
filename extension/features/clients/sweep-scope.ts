import type { Registration, RegistrationCounts } from '#shared/contract/registration.ts'
import { MAKER_WORDS } from './client-words.ts'

export interface SweepScope {
  origin?: Registration['origin']
  run?: string
}

/** The clients that a sweep deletes: all clients, those of one origin, or those of one run. */
export interface SweepChoice {
  value: string
  label: string
  scope: SweepScope
  count: number
}

/**
 * The sweeps that would delete something, from the widest to the narrowest.
 *
 * @param currentRun - The run on screen, whose scope has a different label.
 */
export function listSweeps(
  { undeleted, origins, runs }: RegistrationCounts,
  currentRun: string | undefined,
): SweepChoice[] {
  const all = { value: 'all', label: 'All clients', scope: {}, count: undeleted }
  return [
    ...(undeleted > 0 ? [all] : []),
    ...origins.map(({ origin, count }) => ({
      value: `origin ${origin}`,
      label: `Made by: ${MAKER_WORDS[origin].toLowerCase()}`,
      scope: { origin },
      count,
    })),
    ...runs.map(({ run, count, first_at }) => ({
      value: `run ${run}`,
      label:
        run === currentRun
          ? 'The run on screen'
          : `The run of ${new Date(first_at).toLocaleString()}`,
      scope: { run },
      count,
    })),
  ]
}
