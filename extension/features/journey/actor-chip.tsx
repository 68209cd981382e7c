import type { VNode } from 'preact'
import type { Lane } from '#shared/contract/exchange.ts'
import { type Actor, ACTORS } from '#shared/journeys/step.ts'
import { LaneChip } from '../../components/feedback/lane-chip.tsx'

/** The lane whose hue an actor wears: the part of the system that the actor works at. */
export const ACTOR_LANES: Record<Actor, Lane> = {
  'idp-admin': 'idp',
  'api-admin': 'gateway',
  developer: 'developer',
  app: 'app',
}

export function ActorChip({ actor }: { actor: Actor }): VNode {
  return <LaneChip lane={ACTOR_LANES[actor]} name={ACTORS[actor]} />
}
