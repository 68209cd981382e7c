import type { Visit, VisitDetails, VisitInvitation, VisitLeg } from '#shared/contract/visit.ts'

const STATES: Record<Visit['state'], string> = {
  succeeded: 'ok          ',
  refused: 'REFUSED     ',
  ended_early: 'ENDED EARLY ',
  under_way: 'under way   ',
}

const OUTCOMES: Record<VisitLeg['outcome'], string> = {
  ok: 'ok  ',
  challenge: '401 ',
  refused: 'FAIL',
  unanswered: '-   ',
}

/** The newest visits, two lines each. */
export function writeVisits(visits: readonly Visit[], total: number): string {
  const lines = visits.flatMap((visit) => [
    `${STATES[visit.state]} ${show(nameClient(visit))}  at ${show(visit.place)}, ${visit.began_at}  ${visit.id}`,
    `             ${show(visit.summary)}`,
  ])
  return [...lines, ...(total > visits.length ? ['', `${visits.length} of ${total}`] : [])].join(
    '\n',
  )
}

/** One visit: its sentence, its ending, its legs. */
export function writeVisit(visit: VisitDetails): string {
  const { ending, likely, uncertain, legs } = visit
  return [
    `${STATES[visit.state].trim()}: ${show(nameClient(visit))} at ${show(visit.place)}`,
    show(visit.summary),
    ...(likely
      ? [
          `${likely.certainty === 'likely' ? 'Likely' : 'Perhaps'} ${likely.name}: ${show(likely.because.join('; '))}.`,
        ]
      : []),
    ...(uncertain === undefined ? [] : [uncertain]),
    ...(ending ? ['', show(ending.text), show(ending.why), `Fix: ${show(ending.fix)}`] : []),
    '',
    ...legs.map(writeLeg),
  ].join('\n')
}

/** Where a client has to go, when none has come. */
export function writeInvitation({ issuer, gateway, apis, hosted }: VisitInvitation): string {
  const places = apis.length > 0 ? apis : [`${gateway}/ (no API is defined yet)`]
  return [
    'No client is here yet. Point one at',
    ...places.map((api) => `  ${show(api)}`),
    `  or at the provider ${issuer}`,
    hosted,
  ].join('\n')
}

/** One leg as a line. */
export function writeLeg(leg: VisitLeg): string {
  const likely = leg.tie === 'connection' || leg.tie === 'time' ? `  (by ${leg.tie})` : ''
  const rivals = leg.may_belong_to ? `  (or of ${leg.may_belong_to.join(', ')})` : ''
  return `  ${OUTCOMES[leg.outcome]} ${leg.from} > ${leg.to}  ${show(leg.said)}  ${leg.method} ${show(leg.url)}  ${leg.exchange}${likely}${rivals}`
}

function nameClient({ client_name, client_id, likely }: Visit): string {
  return client_name ?? client_id ?? likely?.name ?? 'A client without a name'
}

/** Names come from strangers; a control character could rewrite what the terminal shows. */
function show(text: string): string {
  return text.replace(/\p{Cc}/gu, '\uFFFD')
}
