import { clientLife } from './client-life/client-life.ts'
import { dcr } from './dcr/dcr.ts'
import type { Journey } from './journey.ts'

/** Every journey; the first one is begun where a person chose none. */
export const JOURNEYS = [dcr, clientLife] as const

export type JourneyId = (typeof JOURNEYS)[number]['id']
export type AnyStep = (typeof JOURNEYS)[number]['steps'][number]

export const JOURNEY_IDS = JOURNEYS.map(({ id }) => id)

/** @throws RangeError when there is no such journey: our own mistake. */
export function getJourney(id: JourneyId): Journey<JourneyId, AnyStep> {
  const journey = JOURNEYS.find((candidate) => candidate.id === id)
  if (!journey) throw new RangeError(`There is no journey "${id}"`)
  return journey
}
