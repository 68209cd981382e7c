import { ActiveFault } from '../faults/fault.ts'
import { DIALECT_IDS } from '../idp/dialects.ts'
import { DCR_PROVIDERS, HttpUrl } from '../tyk/dcr-options.ts'
import { HeaderCredential } from '../oauth/header-credential.ts'
import * as z from '../zod.ts'

/** Behaviour of the examined client; members that are left out default to correct behaviour. */
export const ClientBehaviour = z
  .strictObject({
    kind: z.enum(['tool', 'mcp_host', 'browser', 'conformance_suite', 'gateway']).default('tool'),
    has_token: z.boolean().default(true).describe('It was given an initial access token'),
    sends_token: z.boolean().default(true).describe('It can send one at all'),
    has_made_up_token: z.boolean().default(false),
    scheme: z.enum(['Bearer', 'SSWS']).optional().describe('In place of the provider’s own'),
    skips_discovery: z.boolean().default(false),
    copies_supported_grants: z.boolean().default(false),
    ignores_granted_method: z.boolean().default(false),
    keeps_old_token: z.boolean().default(false).describe('After an update replaced it'),
    connects: z.number().int().min(1).max(10).default(1).describe('Registers at each of them'),
    is_deleted_before_token: z.boolean().default(false),
    loses_its_app: z.boolean().default(false).describe('The app is deleted, the client is not'),
    tries_without_token: z.boolean().default(false),
    waits_seconds: z.number().int().min(0).max(31_536_000).default(0),
    metadata: z.record(z.string(), z.unknown()).default({}).describe('Over what is sent by itself'),
    scope: z.string().max(1000).default(''),
    expects_audience: z.string().max(500).optional(),
  })
  .meta({ id: 'ClientBehaviour' })

/** The API behind the gateway that is called with the token. */
export const ApiUnderTest = z
  .strictObject({
    id: z
      .string()
      .max(100)
      .optional()
      .describe(
        'An API that the gateway serves; without it a temporary API is created for the examination',
      ),
    has_policy: z.boolean().default(true).describe('The temporary API has a default policy'),
    definition: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('Members that override those of the temporary definition'),
    policy: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('Members that override those of the temporary policy'),
  })
  .meta({ id: 'ApiUnderTest' })

/** What to examine: the provider of a run, a dialect of the embedded provider, or any other provider. */
export const ExamineOrder = z
  .strictObject({
    run: z
      .string()
      .max(100)
      .optional()
      .describe(
        'A run of the journey: its client as it is, once it has one, or else one with the metadata that was asked for; its provider, its token unless one is given here, its scope and audience, and its API',
      ),
    registration: z
      .string()
      .max(300)
      .optional()
      .describe('A client of the ledger: examined as it is, with its id, secret, grants and scope'),
    verdict: z
      .string()
      .max(300)
      .optional()
      .describe(
        'A call at the gateway: examined with its API and the client whose token it carried',
      ),
    exchange: z
      .string()
      .max(300)
      .optional()
      .describe(
        'An exchange: examined with the client that it names. Of several places the nearest counts: exchange, verdict, registration, run',
      ),
    dialect: z.enum(DIALECT_IDS).optional(),
    host: HttpUrl.optional().describe('Of a provider outside'),
    provider: z.enum(DCR_PROVIDERS).optional(),
    initial_access_token: HeaderCredential(8192).optional(),
    client: ClientBehaviour.prefault({}),
    api: ApiUnderTest.prefault({}),
  })
  .meta({ id: 'ExamineOrder' })

export const LAYERS = [
  'network',
  'discovery',
  'registration',
  'management',
  'token',
  'keys',
  'gateway',
  'ledger',
] as const

/** Where an examination began: a step, an exchange, a verdict or a client, and what failed there. */
export const ExaminedPlace = z
  .strictObject({
    kind: z.enum(['step', 'exchange', 'verdict', 'client']),
    id: z.string().describe('Of the step, the exchange, the verdict or the registration'),
    run: z.string().optional(),
    registration: z.string().optional().describe('The client that was examined as it is'),
    failure: z
      .strictObject({ layer: z.enum(LAYERS), text: z.string() })
      .optional()
      .describe('What failed there, in words; left out where nothing did'),
  })
  .meta({ id: 'ExaminedPlace' })

export const Finding = z
  .strictObject({
    id: z.string(),
    pain: z.number().int().optional().describe('Number in the list of known pains'),
    layer: z.enum(LAYERS),
    severity: z.enum(['error', 'warning']),
    title: z.string(),
    seen: z.string(),
    facts: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('What the sentence of `seen` names, for programs'),
    expected: z.string(),
    cause: z.string(),
    reference: z.strictObject({ text: z.string(), href: z.url() }),
    fix: z
      .strictObject({ label: z.string(), is_automatic: z.boolean() })
      .describe('Automatic: applied and examined again with one call'),
  })
  .meta({ id: 'Finding' })

export const Examination = z
  .strictObject({
    id: z.string(),
    at: z.iso.datetime().describe('When it ended, on the machine’s clock'),
    order: ExamineOrder.omit({ initial_access_token: true }),
    about: ExaminedPlace.optional(),
    findings: z.array(Finding).describe('In the order of the way; the first error is the cause'),
    passed: z.array(z.strictObject({ layer: z.enum(LAYERS), text: z.string() })),
    exchanges: z.array(z.string()),
    left_behind: z.array(z.string()).describe('Clients that could not be deleted, in words'),
  })
  .meta({ id: 'Examination' })

/** A named set of faults and of a client’s behaviour. */
export const Scenario = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9-]+$/),
    title: z.string().min(1),
    story: z.string().min(1).describe('What happens, and why it happens in the field'),
    dialect: z.enum(DIALECT_IDS),
    host: z
      .string()
      .optional()
      .describe('In place of the dialect; {idp} is the embedded provider’s host and port'),
    pain: z.number().int().min(1).max(35).optional(),
    finding: z.string().optional().describe('The id of the finding that names the planted cause'),
    faults: z.array(ActiveFault).default([]),
    clock_offset_seconds: z.number().int().default(0),
    client: ClientBehaviour.prefault({}),
    api: ApiUnderTest.omit({ id: true }).prefault({}),
  })
  .meta({ id: 'Scenario' })

export type ApiUnderTest = z.infer<typeof ApiUnderTest>
export type ClientBehaviour = z.infer<typeof ClientBehaviour>
export type ExamineOrder = z.infer<typeof ExamineOrder>
export type ExaminedPlace = z.infer<typeof ExaminedPlace>
export type Finding = z.infer<typeof Finding>
export type Examination = z.infer<typeof Examination>
export type Scenario = z.infer<typeof Scenario>

/** What the doctor examines while a scenario is on. */
export function orderFor({ dialect, host, client, api }: Scenario): z.input<typeof ExamineOrder> {
  return { ...(host === undefined ? { dialect } : { host }), client, api }
}
