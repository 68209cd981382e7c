import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { anyOf, defineList } from '../define-list.ts'
import {
  Adoption,
  BudgetCheck,
  Registration,
  RegistrationCounts,
  RegistrationDetails,
  RegistrationDraft,
  Sweep,
  SweepPreview,
  UpdatePlan,
} from '../registration.ts'
import { ClientBudget, Run, SecretRef } from '../run.ts'

const Metadata = z.record(z.string(), z.unknown())
const RegistrationParams = z.strictObject({ registration: z.string().max(300) })

export const registrationEndpoints = {
  listRegistrations: defineList({
    id: 'listRegistrations',
    path: '/api/registrations',
    summary: 'The ledger: every client ever registered, the newest first',
    item: Registration,
    filters: {
      id: anyOf(),
      run: z.string().max(200),
      state: anyOf(Registration.shape.state.options),
      origin: anyOf(Registration.shape.origin.options),
      provider: Registration.shape.provider,
      idp_host: z.string().max(200),
      developer: z.string().max(200),
      catalogue_entry: z.string().max(200),
      client_id: z.string().max(200),
    },
    searched: ['client_name', 'client_id', 'idp_host', 'provider', 'origin'],
    sorts: ['client_name', 'state', 'provider', 'idp_host', 'created_at'],
    order: '-added',
  }),
  countRegistrations: defineEndpoint({
    id: 'countRegistrations',
    method: 'get',
    path: '/api/registration-counts',
    summary:
      'How many registrations there are of each state, and whose clients a sweep would delete',
    query: z.strictObject({
      q: z
        .string()
        .max(200)
        .optional()
        .describe('As in the list; narrows `states` down, nothing else'),
    }),
    reply: RegistrationCounts,
  }),
  registerClient: defineEndpoint({
    id: 'registerClient',
    method: 'post',
    path: '/api/registrations',
    summary:
      'Registers a client with any metadata, once for each id; a refusal is an outcome: `state` failed',
    status: 201,
    body: RegistrationDraft,
    reply: RegistrationDetails,
  }),
  getRegistration: defineEndpoint({
    id: 'getRegistration',
    method: 'get',
    path: '/api/registrations/:registration',
    summary: 'One registration: what was asked beside what was granted, member by member',
    params: RegistrationParams,
    reply: RegistrationDetails,
  }),
  deleteRegistration: defineEndpoint({
    id: 'deleteRegistration',
    method: 'delete',
    path: '/api/registrations/:registration',
    summary: 'Deletes the client at the IdP; the ledger keeps the entry',
    params: RegistrationParams,
    reply: Registration,
  }),
  readRegistration: defineEndpoint({
    id: 'readRegistration',
    method: 'post',
    path: '/api/registrations/:registration/read',
    summary: 'Reads the client at the IdP (RFC 7592 §2.1) and follows rotated tokens',
    params: RegistrationParams,
    reply: z.strictObject({ registration: RegistrationDetails, client: Metadata }),
  }),
  findLostClient: defineEndpoint({
    id: 'findLostClient',
    method: 'post',
    path: '/api/registrations/:registration/search',
    summary:
      'Looks at the IdP for the client of a registration whose answer was lost, where that can list clients, and takes it over with a new secret',
    params: RegistrationParams,
    reply: Registration,
  }),
  planUpdate: defineEndpoint({
    id: 'planUpdate',
    method: 'post',
    path: '/api/registrations/:registration/update-plan',
    summary: 'What an update would change and drop; nothing is sent',
    params: RegistrationParams,
    body: z.strictObject({ metadata: Metadata }),
    reply: UpdatePlan,
  }),
  updateRegistration: defineEndpoint({
    id: 'updateRegistration',
    method: 'put',
    path: '/api/registrations/:registration',
    summary: 'Replaces the client’s metadata at the IdP (RFC 7592 §2.2)',
    params: RegistrationParams,
    body: z.strictObject({ metadata: Metadata }),
    reply: RegistrationDetails,
  }),
  rotateSecret: defineEndpoint({
    id: 'rotateSecret',
    method: 'post',
    path: '/api/registrations/:registration/secret',
    summary: 'Rotates the client’s secret, where the IdP can',
    params: RegistrationParams,
    reply: Registration,
  }),
  adoptClient: defineEndpoint({
    id: 'adoptClient',
    method: 'post',
    path: '/api/adoptions',
    summary: 'Takes a client that was made elsewhere into the ledger',
    status: 201,
    body: Adoption,
    reply: Registration,
  }),
  sweepClients: defineEndpoint({
    id: 'sweepClients',
    method: 'post',
    path: '/api/sweeps',
    summary:
      'Deletes clients at their IdPs: of one run, of one origin, or all but those that strangers registered',
    body: z.strictObject({
      run: z.string().max(300).optional(),
      origin: Registration.shape.origin.optional(),
    }),
    reply: Sweep,
  }),
  previewSweep: defineEndpoint({
    id: 'previewSweep',
    method: 'get',
    path: '/api/sweep-preview',
    summary: 'Which clients a sweep of the same scope would delete; nothing is sent',
    query: z.strictObject({
      run: z.string().max(200).optional(),
      origin: Registration.shape.origin.optional(),
    }),
    reply: SweepPreview,
  }),
  checkBudget: defineEndpoint({
    id: 'checkBudget',
    method: 'post',
    path: '/api/budget-checks',
    summary:
      'Holds the clients that were not deleted against a budget, of one run, of one origin, or all; over it: CLIENTS_LEFT_BEHIND with each of them',
    body: z.strictObject({
      run: z.string().max(300).optional(),
      origin: Registration.shape.origin.optional(),
      budget: ClientBudget.optional().describe('Left out: the one of the run, or else none'),
    }),
    reply: BudgetCheck,
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
