import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import type { VisitInvitation } from '#shared/contract/visit.ts'
import type { Definitions } from './definitions/definitions.ts'
import type { EventBus } from './events/event-bus.ts'
import type { DataPlane } from './gateway/data-plane.ts'
import type { ExchangeRecorder } from './recorder/exchange-recorder.ts'
import type { Registrations } from './registrar/registrations.ts'
import { DIALECTS, isDialect } from '#shared/idp/dialects.ts'
import { inviteClients } from './visits/invite.ts'
import type { LegBook } from './visits/leg-book.ts'
import type { KnownRegistration } from './visits/tell-visit.ts'
import { createVisits, type Visits } from './visits/visits.ts'

export interface VisitParts {
  bus: EventBus
  legs: LegBook
  recorder: Pick<ExchangeRecorder, 'flush'>
  registrations: Registrations
  gateway: DataPlane
  definitions: Pick<Definitions, 'apis'>
  addresses: Addresses
}

/** Visits, with what the ledger and the gateway know about their legs. */
export function openVisits({
  bus,
  legs,
  recorder,
  registrations,
  gateway,
  definitions,
  addresses,
}: VisitParts): { visits: Visits; inviteVisit: () => VisitInvitation } {
  const visits = createVisits({
    bus,
    book: legs,
    async settle() {
      await gateway.flush()
      await recorder.flush()
    },
    findRegistration: (clientId, place) => findRegistration(registrations, clientId, place),
    findVerdict: (id) => gateway.verdicts.get(id),
  })
  return { visits, inviteVisit: () => inviteClients(addresses, definitions.apis.list()) }
}

function findRegistration(
  registrations: Registrations,
  clientId: string,
  place: string,
): KnownRegistration | undefined {
  const provider = isDialect(place) ? DIALECTS[place].provider : undefined
  const row = registrations
    .outlines()
    .findLast((one) => one.client_id === clientId && one.provider === provider)
  return (
    row && {
      id: row.id,
      client_name: row.client_name,
      isOwn: row.origin !== 'observed' && row.origin !== 'adopted',
    }
  )
}
