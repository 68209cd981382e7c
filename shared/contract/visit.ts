import { OAuthMeaning } from '../oauth/meaning/oauth-meaning.ts'
import * as z from '../zod.ts'
import { Lane } from './exchange.ts'

/** Why a leg belongs to a visit. Over one connection, and by time, is likely and not certain. */
export const LegTie = z
  .enum(['client_id', 'value', 'connection', 'time', 'only'])
  .meta({ id: 'LegTie' })
  .describe(
    '`client_id`: the leg names the client; `value`: a code, token or other value of this client came again; `connection`: it came over a connection of this client; `time`: no other client was there at that time; `only`: no client is known',
  )

export const VisitLeg = z
  .strictObject({
    exchange: z.string().describe('Id of the exchange; of repeated calls, of the first'),
    at: z.iso.datetime(),
    from: Lane,
    to: Lane,
    meaning: OAuthMeaning,
    method: z.string(),
    url: z.string().describe('As it was asked for, without its query'),
    status: z.number().int().optional(),
    outcome: z.enum(['ok', 'challenge', 'refused', 'unanswered']),
    said: z.string().describe('What was asked and answered, in words'),
    count: z.number().int().min(1).describe('How often the same came one after the other'),
    tie: LegTie,
    may_belong_to: z
      .array(z.string())
      .optional()
      .describe('Other visits at that time: which of them made this leg cannot be known'),
    verdict: z.string().optional(),
  })
  .meta({ id: 'VisitLeg' })

export const VISIT_ENDINGS = [
  'CALLED',
  'UNDER_WAY',
  'RESOURCE_MISMATCH',
  'RESOURCE_REFUSED',
  'NO_WAY_TO_REGISTER',
  'REGISTRATION_REFUSED',
  'SCOPE_REFUSED',
  'REDIRECT_REFUSED',
  'ISSUER_MISMATCH',
  'WRONG_ISS',
  'CLIENT_EXPIRED',
  'CLIENT_UNKNOWN',
  'KEY_CHANGED',
  'NO_CHALLENGE',
  'STEP_UP_IGNORED',
  'STEP_UP_REFUSED',
  'ACCESS_DENIED',
  'AUTHORIZATION_REFUSED',
  'TOKEN_REFUSED',
  'CALL_REFUSED',
  'METADATA_FAILED',
  'STOPPED',
] as const

export const VisitFinding = z
  .strictObject({
    code: z.enum(VISIT_ENDINGS),
    text: z.string().describe('What happened'),
    why: z.string().describe('Why a client ends there, with the rule'),
    fix: z.string().describe('What to do'),
    exchange: z.string().optional().describe('The leg that shows it'),
  })
  .meta({ id: 'VisitFinding' })

/** A client that is known by how it registers, not by its user agent. */
export const LikelyClient = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    certainty: z.enum(['likely', 'perhaps']),
    because: z.array(z.string()).describe('What fits, and where it is known from'),
  })
  .meta({ id: 'LikelyClient' })

export const Visit = z
  .strictObject({
    id: z.string(),
    by: z
      .enum(['stranger', 'lab'])
      .describe('`lab`: this lab registered the client, or sent its requests'),
    client_id: z.string().optional(),
    client_name: z.string().optional(),
    likely: LikelyClient.optional(),
    place: z.string().describe('Where the client went: the dialect, or the gateway alone'),
    began_at: z.iso.datetime(),
    last_at: z.iso.datetime(),
    state: z
      .enum(['succeeded', 'refused', 'ended_early', 'under_way'])
      .describe(
        '`succeeded`: the last call of the API passed, or nothing is missing; `ended_early`: the next leg did not come within 30 s; `under_way`: it may still come',
      ),
    summary: z.string().describe('What the client did and where it gave up, in one sentence'),
    ending: VisitFinding.optional(),
    missing: OAuthMeaning.optional().describe('The leg that was to come next and never came'),
    leg_count: z.number().int(),
    uncertain: z
      .string()
      .optional()
      .describe('Set when legs may belong to another client of that time'),
    registration: z.string().optional().describe('Its row in the ledger'),
  })
  .meta({ id: 'Visit', description: 'All that one client asked, leg by leg, in order' })

export const VisitDetails = Visit.extend({
  legs: z.array(VisitLeg),
  findings: z.array(VisitFinding).describe('All that was noticed, the ending first'),
}).meta({ id: 'VisitDetails', description: 'One visit with its legs' })

/** What has to be known where a visit is awaited. */
export const VisitInvitation = z
  .strictObject({
    issuer: z.string().describe('Of the dialect for MCP clients'),
    gateway: z.string(),
    apis: z.array(z.string()).describe('Addresses of APIs that a client may call'),
    hosted: z
      .string()
      .describe('Why clients such as Claude and ChatGPT do not come, and what address they need'),
  })
  .meta({ id: 'VisitInvitation' })

export type LegTie = z.infer<typeof LegTie>
export type VisitLeg = z.infer<typeof VisitLeg>
export type VisitFinding = z.infer<typeof VisitFinding>
export type VisitEnding = VisitFinding['code']
export type LikelyClient = z.infer<typeof LikelyClient>
export type Visit = z.infer<typeof Visit>
export type VisitDetails = z.infer<typeof VisitDetails>
export type VisitInvitation = z.infer<typeof VisitInvitation>
