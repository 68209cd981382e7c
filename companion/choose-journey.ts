import { AppError } from '#shared/errors/app-error.ts'
import { JOURNEY_IDS, type JourneyId, JOURNEYS } from '#shared/journeys/journeys.ts'

/** Each journey with its id, what it is for, and its steps. */
export function listJourneys(): string {
  return JOURNEYS.map(({ id, title, lead, steps }) =>
    [
      `${id}: ${title}`,
      `  ${lead}`,
      ...steps.map((step, index) => `  ${String(index + 1).padStart(2)}  ${step.title}`),
      '',
    ].join('\n'),
  ).join('\n')
}

/** @throws AppError `OPTION_INVALID` naming the journeys. */
export function readJourney(name: string = JOURNEYS[0].id): JourneyId {
  const id = JOURNEY_IDS.find((known) => known === name)
  if (id) return id
  throw new AppError('OPTION_INVALID', {
    detail: `--journey takes ${JOURNEY_IDS.join(', ')}, not "${name}"`,
    hint: 'See --list.',
  })
}
