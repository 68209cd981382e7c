import type { LegTie } from '#shared/contract/visit.ts'
import { groupByClient, type Group } from './group-by-client.ts'
import type { Leg } from './leg.ts'
import { isAlike, type Stretch, splitByConnection } from './split-by-connection.ts'

/** How long before its first own leg a leg without a name may be of a client. */
const BEFORE_MS = 30_000
/** How long after the last leg with a name one without may be of a client that is not done. */
const AFTER_MS = 5_000

export interface TiedLeg {
  leg: Leg
  tie: LegTie
  /** The groups that may have made it, when more than one may. */
  rivals: readonly Group[]
}

/** The legs of one client, or of one that never gave a name. */
export interface JoinedLegs {
  group: Group | undefined
  legs: TiedLeg[]
}

/**
 * Puts the legs of each client together. What names the client, or shows a value that the client was given, is certain;
 * what came over a connection of the client, or when no other client was there, is likely; where several may have made a
 * leg, each of them gets it, with the others as rivals.
 *
 * @param legs - In any order.
 */
export function joinLegs(legs: readonly Leg[]): JoinedLegs[] {
  const inOrder = legs.toSorted((a, b) => a.atMs - b.atMs)
  const { groups, nameless } = groupByClient(inOrder)
  const joined = new Map<Group, TiedLeg[]>(
    groups.map((group) => [group, group.legs.map(({ leg, tie }) => ({ leg, tie, rivals: [] }))]),
  )
  const left: Stretch[] = []
  for (const stretch of splitByConnection(nameless)) {
    const found = findOwners(stretch, groups)
    if (found.owners.length === 0) left.push(stretch)
    for (const owner of found.owners) {
      const rivals = found.owners.filter((other) => other !== owner)
      joined.get(owner)?.push(...stretch.legs.map((leg) => ({ leg, tie: found.tie, rivals })))
    }
  }
  const named = [...joined].map(([group, tied]) => ({
    group,
    legs: tied.toSorted((a, b) => a.leg.atMs - b.leg.atMs),
  }))
  return [...named, ...joinNameless(left)]
}

function findOwners(stretch: Stretch, groups: readonly Group[]): { owners: Group[]; tie: LegTie } {
  const near = groups.filter(
    ({ firstMs, lastMs, isOwn }) =>
      !isOwn && stretch.lastMs >= firstMs - BEFORE_MS && stretch.firstMs <= lastMs + AFTER_MS,
  )
  const connected = near.filter(
    ({ connections }) => stretch.connection !== undefined && connections.has(stretch.connection),
  )
  if (connected.length > 0) return { owners: connected, tie: 'connection' }
  const alike = near.filter((group) => group.legs.some(({ leg }) => isAlike(stretch, leg)))
  const possible = alike.length > 0 ? alike : near.filter((group) => isUnlike(stretch, group))
  const aimed = possible.filter(({ resources }) => isAimedAt(stretch, resources))
  return { owners: keepGoingOn(stretch, aimed.length > 0 ? aimed : possible), tie: 'time' }
}

/**
 * A leg without a name leads to others: a client that had ended did not make it. Behind the last leg it is of the client
 * that was not done, if there is one such.
 */
function keepGoingOn({ firstMs }: Stretch, possible: Group[]): Group[] {
  const goingOn = possible.filter(({ legs }) => legs.some(({ leg }) => leg.atMs >= firstMs))
  if (goingOn.length > 0) return goingOn
  const undone = possible.filter(({ legs }) => legs.at(-1)?.leg.meaning !== 'api_call')
  return undone.length === 1 ? undone : []
}

/** Some clients send another user agent, or none, to provider and API; then the place has to be another one, too. */
function isUnlike(stretch: Stretch, group: Group): boolean {
  return group.legs.every(({ leg }) => leg.place !== stretch.place)
}

function isAimedAt({ legs }: Stretch, resources: ReadonlySet<string>): boolean {
  return legs.some(({ origin, path }) =>
    [...resources].some((resource) => `${origin}${path}`.startsWith(resource.replace(/\/$/, ''))),
  )
}

/** A call without a token over a new connection: how a client begins. */
function isOpening({ legs }: Stretch): boolean {
  return legs[0]?.meaning === 'api_call'
}

function hasGoneOn({ legs }: Stretch): boolean {
  return legs.some(({ meaning }) => meaning !== 'api_call')
}

/** Legs of clients that never gave a name: by connection, and across connections while only one is there. */
function joinNameless(stretches: readonly Stretch[]): JoinedLegs[] {
  const visits: { stretches: Stretch[]; firstMs: number; lastMs: number }[] = []
  for (const stretch of stretches.toSorted((a, b) => a.firstMs - b.firstMs)) {
    const possible = visits.filter(
      ({ stretches: known, lastMs }) =>
        stretch.firstMs - lastMs <= BEFORE_MS &&
        !(isOpening(stretch) && known.some(hasGoneOn)) &&
        known.some((one) => isAlike(one, stretch) || one.place !== stretch.place) &&
        !known.some((one) => one.place === stretch.place && one.lastMs > stretch.firstMs),
    )
    // The newest, where all others had ended before it began; otherwise it cannot be known.
    const only = possible.at(-1)
    if (only && possible.every((one) => one === only || one.lastMs < only.firstMs)) {
      only.stretches.push(stretch)
      only.lastMs = Math.max(only.lastMs, stretch.lastMs)
    } else visits.push({ stretches: [stretch], firstMs: stretch.firstMs, lastMs: stretch.lastMs })
  }
  return visits.map(({ stretches: own }) => ({
    group: undefined,
    legs: own
      .flatMap(({ legs }, at) =>
        legs.map((leg): TiedLeg => ({ leg, tie: at === 0 ? 'only' : 'time', rivals: [] })),
      )
      .toSorted((a, b) => a.leg.atMs - b.leg.atMs),
  }))
}
