import { DEFAULT_DIALECT, DIALECT_IDS } from '../../idp/dialects.ts'
import { ActiveFault, FAULT_IDS, FaultStatus } from '../../faults/fault.ts'
import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { defineList } from '../define-list.ts'
import { Examination, ExamineOrder, Scenario } from '../doctor.ts'

const Clock = z.strictObject({
  offset_seconds: z
    .number()
    .int()
    .min(-315_360_000)
    .max(315_360_000)
    .describe('How far the lab’s clock is ahead of the machine’s'),
})

const FaultParams = z.strictObject({ fault: z.enum(FAULT_IDS) })

const PublicKey = z
  .looseObject({ kty: z.enum(['RSA', 'EC', 'OKP']) })
  .refine((key) => key['d'] === undefined, 'Give the public key; this one has its private part.')

/** A publisher whose signature of a software statement is accepted. */
export const SoftwarePublisher = z
  .strictObject({
    issuer: z.string().min(1).max(300).describe('As in the claim iss of the statements'),
    jwks: z.strictObject({
      keys: z.array(PublicKey).min(1),
    }),
  })
  .meta({ id: 'SoftwarePublisher' })

const ScenarioState = z.strictObject({ active: Scenario.optional() })

export type SoftwarePublisher = z.infer<typeof SoftwarePublisher>

export const conditionEndpoints = {
  listFaultKinds: defineList({
    id: 'listFaultKinds',
    path: '/api/fault-kinds',
    summary: 'Every fault the embedded identity provider can be given',
    item: z.strictObject({
      id: z.enum(FAULT_IDS),
      effect: z.string(),
      unit: z.enum(['seconds', 'milliseconds']).optional(),
    }),
  }),
  listFaults: defineList({
    id: 'listFaults',
    path: '/api/faults',
    summary: 'The faults that are on',
    item: FaultStatus,
  }),
  putFaults: defineEndpoint({
    id: 'putFaults',
    method: 'put',
    path: '/api/faults',
    summary: 'Switches these faults on and all others off',
    body: z.strictObject({ faults: z.array(ActiveFault).max(50) }),
    reply: z.array(FaultStatus),
  }),
  startFault: defineEndpoint({
    id: 'startFault',
    method: 'put',
    path: '/api/faults/:fault',
    summary: 'Switches one fault on beside the others, or on again with another end',
    params: FaultParams,
    body: ActiveFault.omit({ id: true }),
    reply: z.array(FaultStatus),
  }),
  endFault: defineEndpoint({
    id: 'endFault',
    method: 'delete',
    path: '/api/faults/:fault',
    summary: 'Switches one fault off',
    params: FaultParams,
    reply: z.array(FaultStatus),
  }),
  listScenarios: defineList({
    id: 'listScenarios',
    path: '/api/scenarios',
    summary: 'Sets of faults by name',
    item: Scenario,
    searched: ['name'],
    sorts: ['name'],
  }),
  getActiveScenario: defineEndpoint({
    id: 'getActiveScenario',
    method: 'get',
    path: '/api/active-scenario',
    summary: 'The scenario that is on',
    reply: ScenarioState,
  }),
  startScenario: defineEndpoint({
    id: 'startScenario',
    method: 'put',
    path: '/api/active-scenario',
    summary:
      'Starts a scenario; it ends by hand, with its run, or when the next run begins that is not a test’s',
    body: z.strictObject({ name: z.string().max(300) }),
    reply: ScenarioState,
  }),
  stopScenario: defineEndpoint({
    id: 'stopScenario',
    method: 'delete',
    path: '/api/active-scenario',
    summary: 'Switches every fault off and sets the clock right',
    reply: ScenarioState,
  }),
  getClock: defineEndpoint({
    id: 'getClock',
    method: 'get',
    path: '/api/clock',
    summary: 'The lab’s clock: identity provider, registrar and gateway share it',
    reply: Clock,
  }),
  putClock: defineEndpoint({
    id: 'putClock',
    method: 'put',
    path: '/api/clock',
    summary: 'Moves the lab’s clock',
    body: Clock,
    reply: Clock,
  }),
  rotateKey: defineEndpoint({
    id: 'rotateKey',
    method: 'post',
    path: '/api/embedded-idp/keys',
    summary: 'A dialect signs with a new key; the old one is published for a while',
    body: z.strictObject({
      dialect: z.enum(DIALECT_IDS).default(DEFAULT_DIALECT),
      overlap_seconds: z.number().int().min(0).max(86_400).default(3600),
    }),
    reply: z.strictObject({ dialect: z.string() }),
  }),
  listSoftwarePublishers: defineList({
    id: 'listSoftwarePublishers',
    path: '/api/embedded-idp/software-publishers',
    summary:
      'Whose software statements the dialects rfc, mcp and gluu take, beside the lab’s own publisher',
    item: SoftwarePublisher,
  }),
  putSoftwarePublishers: defineEndpoint({
    id: 'putSoftwarePublishers',
    method: 'put',
    path: '/api/embedded-idp/software-publishers',
    summary: 'Accepts the software statements of these publishers only',
    body: z.strictObject({ publishers: z.array(SoftwarePublisher).max(20) }),
    reply: z.array(SoftwarePublisher),
  }),
  signSoftwareStatement: defineEndpoint({
    id: 'signSoftwareStatement',
    method: 'post',
    path: '/api/embedded-idp/software-statements',
    summary: 'A software statement with these claims, signed by the lab’s own publisher',
    status: 201,
    body: z.strictObject({ claims: z.record(z.string(), z.unknown()) }),
    reply: z.strictObject({ software_statement: z.string() }),
  }),
  listExaminations: defineList({
    id: 'listExaminations',
    path: '/api/examinations',
    summary: 'What the doctor found since the companion started, the newest first',
    item: Examination,
    order: '-added',
  }),
  examine: defineEndpoint({
    id: 'examine',
    method: 'post',
    path: '/api/examinations',
    summary: 'Makes the calls of a client and reports what is wrong, why, and how to fix it',
    body: ExamineOrder,
    reply: Examination,
  }),
  applyFix: defineEndpoint({
    id: 'applyFix',
    method: 'post',
    path: '/api/examinations/:examination/fixes',
    summary: 'Applies the fix of a finding and examines again',
    params: z.strictObject({ examination: z.string().max(300) }),
    body: z.strictObject({ finding: z.string().max(300) }),
    reply: Examination,
  }),
}
