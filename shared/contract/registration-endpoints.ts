import * as z from '../zod.ts'
import { defineEndpoint } from './define-endpoint.ts'
import { Registration } from './registration.ts'
import { Run, SecretRef } from './run.ts'

const RegistrationParams = z.strictObject({ registration: z.string() })

export const registrationEndpoints = {
  listRegistrations: defineEndpoint({
    id: 'listRegistrations',
    method: 'get',
    path: '/api/registrations',
    summary: 'The ledger: every client ever registered, the newest first',
    reply: z.array(Registration),
  }),
  getRegistration: defineEndpoint({
    id: 'getRegistration',
    method: 'get',
    path: '/api/registrations/:registration',
    summary: 'One registration: what was asked and what was granted',
    params: RegistrationParams,
    reply: Registration,
  }),
  deleteRegistration: defineEndpoint({
    id: 'deleteRegistration',
    method: 'delete',
    path: '/api/registrations/:registration',
    summary: 'Deletes the client at the IdP; the ledger keeps the entry',
    params: RegistrationParams,
    reply: Registration,
  }),
  captureCredentials: defineEndpoint({
    id: 'captureCredentials',
    method: 'post',
    path: '/api/captures',
    summary:
      'Takes over client credentials that the extension saw on the portal page; they belong to the newest run of that catalogue entry',
    body: z.strictObject({
      client_id: z.string().min(1).max(300),
      client_secret: z.string().max(4096).optional(),
      catalogue_entry: z.string().max(200),
    }),
    reply: z.strictObject({ registration: Registration, run: Run.optional() }),
  }),
  revealSecret: defineEndpoint({
    id: 'revealSecret',
    method: 'post',
    path: '/api/reveal',
    summary: 'The one route that gives a stored secret out',
    body: z.strictObject({ secret: SecretRef }),
    reply: z.strictObject({ value: z.string() }),
  }),
}
