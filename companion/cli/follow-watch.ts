import { setTimeout as wait } from 'node:timers/promises'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Visit, VisitDetails, VisitLeg } from '#shared/contract/visit.ts'
import type { Watch } from '#shared/contract/watch.ts'

const LOOK_MS = 500

export interface WatchListener {
  onLeg: (leg: VisitLeg) => void
  /** Called whenever nothing more is awaited of a client. */
  onVisit: (visit: VisitDetails) => void
}

/** Tells of each leg that goes through a watch, until the signal comes; then once more of what came last. */
export async function followWatch(
  client: ApiClient,
  watch: Watch,
  { listener, signal }: { listener: WatchListener; signal: AbortSignal },
): Promise<void> {
  const told = new Set<string>()
  const ended = new Map<string, string>()
  const tell = async (): Promise<void> => {
    for (const { id, last_at } of await listSince(client, watch)) {
      if (ended.get(id) === last_at) continue
      const visit = await client.getVisit({ params: { visit: id } })
      const legs = visit.legs.filter((leg) => isThrough(watch, leg) && !told.has(leg.exchange))
      for (const leg of legs) {
        told.add(leg.exchange)
        listener.onLeg(leg)
      }
      if (!visit.legs.some((leg) => isThrough(watch, leg)) || visit.state === 'under_way') continue
      ended.set(id, last_at)
      listener.onVisit(visit)
    }
  }
  while (!signal.aborted) {
    await tell()
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined)
  }
  await tell()
}

/** Visits that have a leg since the watch is open, the oldest first. */
async function listSince(client: ApiClient, { since }: Watch): Promise<Visit[]> {
  const { items } = await client.page('listVisits', { query: { limit: 50 } })
  return items.filter(({ last_at }) => last_at >= since).toReversed()
}

function isThrough({ issuer, resource }: Watch, { url }: VisitLeg): boolean {
  const ports = [issuer, resource].flatMap((server) =>
    server ? [new URL(server.address).port] : [],
  )
  return ports.includes(new URL(url).port)
}
