import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { defineList } from '../define-list.ts'
import { Visit, VisitDetails, VisitInvitation } from '../visit.ts'

export const visitEndpoints = {
  listVisits: defineList({
    id: 'listVisits',
    path: '/api/visits',
    summary: 'What each client asked of provider and gateway, the newest first',
    item: Visit,
    filters: {
      by: Visit.shape.by,
      state: Visit.shape.state,
      client_id: z.string().max(2048),
    },
    searched: ['client_name', 'client_id', 'place', 'summary'],
    sorts: ['last_at'],
    order: '-added',
  }),
  getVisit: defineEndpoint({
    id: 'getVisit',
    method: 'get',
    path: '/api/visits/:visit',
    summary: 'One visit, leg by leg; also by the id of a client or of one of its exchanges',
    params: z.strictObject({ visit: z.string().max(2048) }),
    reply: VisitDetails,
  }),
  getVisitInvitation: defineEndpoint({
    id: 'getVisitInvitation',
    method: 'get',
    path: '/api/visit-invitation',
    summary: 'Where a client has to go to be seen here, and which clients cannot',
    reply: VisitInvitation,
  }),
}
