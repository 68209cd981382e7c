import { Router } from 'express'
import { visitEndpoints } from '#shared/contract/endpoints/visit-endpoints.ts'
import type { VisitInvitation } from '#shared/contract/visit.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'
import type { Visits } from '../visits/visits.ts'

export interface VisitRoutesDeps {
  visits: Visits
  inviteVisit: () => VisitInvitation
}

/** `/api/visits`: what each client asked, leg by leg. */
export function visitRoutes({ visits, inviteVisit }: VisitRoutesDeps): Router {
  const router = Router()
  bindList(router, visitEndpoints.listVisits, {
    rows: () => visits.list(),
    keyOf: ({ id }) => id,
    present: (visit) => visit,
  })
  bind(router, visitEndpoints.getVisit, ({ params }) => visits.get(params.visit))
  bind(router, visitEndpoints.getVisitInvitation, () => inviteVisit())
  return router
}
