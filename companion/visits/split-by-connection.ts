import type { Leg } from './leg.ts'

/** Quiet for so long, a connection may be another client's: ports are used again. */
const QUIET_MS = 60_000

/** Legs that came one after the other over one connection. */
export interface Stretch {
  legs: Leg[]
  connection: string | undefined
  place: string
  userAgent: string | undefined
  protocol: string | undefined
  firstMs: number
  lastMs: number
}

/** @param legs - The oldest first. */
export function splitByConnection(legs: readonly Leg[]): Stretch[] {
  const stretches: Stretch[] = []
  const open = new Map<string, Stretch>()
  for (const leg of legs) {
    const connection = nameConnection(leg)
    const key = `${connection} ${leg.place}`
    const known = open.get(key)
    if (known && connection !== undefined && leg.atMs - known.lastMs <= QUIET_MS) {
      known.legs.push(leg)
      known.lastMs = Math.max(known.lastMs, leg.lastMs)
      known.protocol ??= leg.protocol
      continue
    }
    const { place, userAgent, protocol, atMs: firstMs, lastMs } = leg
    const stretch = { legs: [leg], connection, place, userAgent, protocol, firstMs, lastMs }
    stretches.push(stretch)
    open.set(key, stretch)
  }
  return stretches
}

/** A port of a caller may lead to both listeners at once. */
export function nameConnection({ peer, to }: Leg): string | undefined {
  return peer === undefined ? undefined : `${peer} > ${to}`
}

type Traits = Pick<Stretch, 'userAgent' | 'protocol'>

/** Whether two requests look as if one program sent them. */
export function isAlike(a: Traits, b: Traits): boolean {
  return (
    a.userAgent === b.userAgent &&
    (a.protocol === undefined || b.protocol === undefined || a.protocol === b.protocol)
  )
}
