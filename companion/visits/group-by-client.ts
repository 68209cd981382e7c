import type { LegTie } from '#shared/contract/visit.ts'
import type { Leg } from './leg.ts'
import { nameConnection } from './split-by-connection.ts'

/** All legs that are certainly of one client. */
export interface Group {
  /** Where the client is registered, and its id there; nothing for a client that showed values only. */
  client: { id: string; place: string } | undefined
  legs: { leg: Leg; tie: LegTie }[]
  connections: Set<string>
  /** What the client asked tokens for. */
  resources: Set<string>
  isOwn: boolean
  firstMs: number
  lastMs: number
}

/**
 * Groups legs by the client that they name and by values that the client was given: codes, tokens, sign-ins. A value never
 * brings two clients together.
 *
 * @param legs - The oldest first.
 */
export function groupByClient(legs: readonly Leg[]): { groups: Group[]; nameless: Leg[] } {
  const index = new Index()
  const nameless: Leg[] = []
  for (const leg of legs) {
    const known = index.findByClient(leg) ?? index.findByLink(leg)
    if (known) index.add(known, leg)
    else if (leg.clientId !== undefined || leg.links.some(isTelling)) index.add(open(leg), leg)
    else if (!leg.isOwn) nameless.push(leg)
  }
  return { groups: index.groups.filter((group) => group.legs.length > 0), nameless }
}

class Index {
  readonly groups: Group[] = []
  readonly #byClient = new Map<string, Group>()
  readonly #byLink = new Map<string, Group>()

  /** A client id that a token names may be of any place. */
  findByClient({ clientId, place }: Leg): Group | undefined {
    if (clientId === undefined) return undefined
    const own = this.#byClient.get(`${place} ${clientId}`)
    if (own || place !== 'gateway') return own
    const found = this.groups.filter(({ client }) => client?.id === clientId)
    return found.length === 1 ? found[0] : undefined
  }

  findByLink({ links, clientId, place }: Leg): Group | undefined {
    for (const link of links.filter(isTelling)) {
      const found = this.#byLink.get(link)
      const isOther =
        found?.client !== undefined &&
        clientId !== undefined &&
        place !== 'gateway' &&
        found.client.id !== clientId
      if (found && !isOther) return found
    }
    return undefined
  }

  add(group: Group, leg: Leg): void {
    const { clientId, place } = leg
    if (group.legs.length === 0) this.groups.push(group)
    const isNamed =
      clientId !== undefined && (group.client === undefined || group.client.id === clientId)
    group.legs.push({ leg, tie: isNamed ? 'client_id' : 'value' })
    if (clientId !== undefined && place !== 'gateway') {
      group.client ??= { id: clientId, place }
      this.#byClient.set(`${place} ${clientId}`, group)
    }
    for (const link of leg.links.filter(isTelling))
      if (!this.#byLink.has(link)) this.#byLink.set(link, group)
    const connection = nameConnection(leg)
    if (connection !== undefined) group.connections.add(connection)
    if (leg.asked.resource !== undefined) group.resources.add(leg.asked.resource)
    group.isOwn ||= leg.isOwn
    group.firstMs = Math.min(group.firstMs, leg.atMs)
    group.lastMs = Math.max(group.lastMs, leg.lastMs)
  }
}

function open({ atMs, lastMs, isOwn }: Leg): Group {
  return {
    client: undefined,
    legs: [],
    connections: new Set(),
    resources: new Set(),
    isOwn,
    firstMs: atMs,
    lastMs,
  }
}

/** Clients choose `state` themselves, and some choose the same one each time. */
function isTelling(link: string): boolean {
  return !link.startsWith('state:')
}
