import type { Visit, VisitDetails, VisitFinding, VisitLeg } from '#shared/contract/visit.ts'
import { DIALECTS, isDialect } from '#shared/idp/dialects.ts'
import { sayEnding } from './ending-words.ts'
import { type CallRefusal, type Ending, findEnding } from './find-ending.ts'
import type { JoinedLegs, TiedLeg } from './join-legs.ts'
import type { Leg } from './leg.ts'
import { recogniseClient } from './recognise-client.ts'
import { findOutcome, sayLeg } from './say-leg.ts'
import { tellStory } from './story.ts'

/** After so long without a leg the next one is said to be missing. */
export const PATIENCE_MS = 30_000

/** What the ledger knows of a client. */
export interface KnownRegistration {
  id: string
  client_name: string
  isOwn: boolean
}

export interface TellTools {
  nowMs: number
  refusalOf: (leg: Leg) => CallRefusal | undefined
  findRegistration: (clientId: string, place: string) => KnownRegistration | undefined
  /** Of other groups, for legs that may be theirs. */
  idOf: (group: JoinedLegs['group']) => string
}

/** Tells one visit from its legs. Pure: what is known besides comes with the tools. */
export function tellVisit(joined: JoinedLegs, tools: TellTools): VisitDetails {
  const { group, legs } = joined
  const plain = legs.map(({ leg }) => leg)
  const first = plain[0]
  if (!first) throw new RangeError('A visit has a leg')
  const lastMs = Math.max(...plain.map((leg) => leg.lastMs))
  const isQuiet = tools.nowMs - lastMs >= PATIENCE_MS
  const ending = findEnding({ legs: plain, refusalOf: tools.refusalOf })
  const isSilence = ending?.missing !== undefined
  const isOver = isQuiet || !isSilence
  const said = ending && ending.code !== 'CALLED' && isOver ? sayEnding(ending) : undefined
  const missing = isSilence && isQuiet ? ending.missing : undefined
  const clientId = group?.client?.id ?? plain.find((leg) => leg.clientId !== undefined)?.clientId
  const row =
    clientId === undefined || !group?.client
      ? undefined
      : tools.findRegistration(clientId, group.client.place)
  const likely = recogniseClient(plain, clientId?.startsWith('https://') ? clientId : undefined)
  const name = plain.findLast((leg) => leg.asked.metadata?.client_name)?.asked.metadata?.client_name
  const client_name = name ?? row?.client_name
  const isShared = legs.some(({ rivals }) => rivals.length > 0)
  return {
    id: nameVisit(joined),
    by: group?.isOwn || row?.isOwn ? 'lab' : 'stranger',
    ...(clientId !== undefined && { client_id: clientId }),
    ...(client_name !== undefined && { client_name }),
    ...(likely && { likely }),
    place: describePlace(plain),
    began_at: first.at,
    last_at: new Date(lastMs).toISOString(),
    state: findState(ending, isQuiet),
    summary: tellStory(plain, missing),
    ...(said && { ending: said }),
    ...(missing !== undefined && { missing }),
    leg_count: legs.length,
    ...(isShared && { uncertain: UNCERTAIN }),
    ...(row && { registration: row.id }),
    legs: legs.map((tied) => presentLeg(tied, tools)),
    findings: [...(said ? [said] : []), ...notice(plain, ending)],
  }
}

const UNCERTAIN =
  'Another client was there at the same time. Legs that name no client may be of either; they stand in both visits and say so.'

/** After its first leg that is of no other visit, so for as long as that is known. */
export function nameVisit({ group, legs }: JoinedLegs): string {
  const first = group?.legs[0]?.leg ?? legs[0]?.leg
  return `visit-${first?.exchange ?? ''}`
}

function findState(ending: Ending | undefined, isQuiet: boolean): Visit['state'] {
  if (ending === undefined) return isQuiet ? 'succeeded' : 'under_way'
  if (ending.code === 'CALLED') return 'succeeded'
  if (ending.missing === undefined) return 'refused'
  return isQuiet ? 'ended_early' : 'under_way'
}

function describePlace(legs: readonly Leg[]): string {
  const place = legs.find((leg) => leg.place !== 'gateway')?.place
  if (place === undefined) return 'Gateway'
  return isDialect(place) ? DIALECTS[place].label : place
}

function presentLeg({ leg, tie, rivals }: TiedLeg, { idOf }: TellTools): VisitLeg {
  const said = sayLeg(leg)
  return {
    exchange: leg.exchange,
    at: leg.at,
    from: leg.from,
    to: leg.to,
    meaning: leg.meaning,
    method: leg.method,
    url: leg.origin + leg.path,
    ...(leg.status !== undefined && { status: leg.status }),
    outcome: findOutcome(leg),
    said: `${said.charAt(0).toUpperCase()}${said.slice(1)}`,
    count: leg.count,
    tie,
    ...(rivals.length > 0 && { may_belong_to: rivals.map(idOf) }),
    ...(leg.verdict !== undefined && { verdict: leg.verdict }),
  }
}

/** What is wrong though the client went on: other clients would have stopped there. */
function notice(legs: readonly Leg[], ending: Ending | undefined): VisitFinding[] {
  const mismatch = legs.findLast(
    ({ answered: { server } }) => server && !server.expected.includes(server.issuer),
  )
  const server = mismatch?.answered.server
  if (!mismatch || !server || ending?.code === 'ISSUER_MISMATCH') return []
  const facts = { issuer: server.issuer, expected: server.expected[0] ?? '' }
  return [sayEnding({ code: 'ISSUER_MISMATCH', facts, leg: mismatch })]
}
