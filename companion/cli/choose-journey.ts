import { InvalidArgumentError } from 'commander'
import { JOURNEY_IDS, type JourneyId, JOURNEYS } from '#shared/journeys/journeys.ts'

/** A text that lists each journey with its id, its purpose and its steps. */
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

/** @throws InvalidArgumentError naming the journeys. */
export function readJourney(name: string): JourneyId {
  const id = JOURNEY_IDS.find((known) => known === name)
  if (id) return id
  throw new InvalidArgumentError(`It takes ${JOURNEY_IDS.join(', ')}; see --list.`)
}
