import * as z from '../../zod.ts'
import { Assertion } from './assertion.ts'
import { AttemptName, AttemptVerdict } from './attempt.ts'
import { ReplayRequest } from './replay-request.ts'

const SetName = z.string().trim().min(1, 'Give the set a name.').max(200)

export const SetRequest = z
  .strictObject({
    id: z.string().max(100).optional().describe('Left out for a new request'),
    name: AttemptName,
    request: ReplayRequest,
    assertions: z
      .array(Assertion)
      .max(50)
      .default([])
      .describe('All have to hold; without any, every answer will do'),
  })
  .meta({ id: 'SetRequest' })

/** The part of a set that a person edits. Requests are sent in this order. */
export const SetDraft = z
  .strictObject({ name: SetName, requests: z.array(SetRequest).max(500).default([]) })
  .meta({ id: 'SetDraft' })

export const ReplaySet = z
  .strictObject({
    id: z.string(),
    name: SetName,
    requests: z.array(SetRequest.extend({ id: z.string() })),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'ReplaySet', description: 'Requests that are sent together, with what is expected' })

export const SET_FILE_FORMAT = 'dcr-lab-replay-set'

/** A set as one file. Tokens and clients are named, so that they are found on another machine, too. */
export const SetFile = z
  .strictObject({
    format: z.literal(SET_FILE_FORMAT, 'This is no set that DCR Lab has exported.'),
    version: z.literal(1, 'This set was exported by a newer DCR Lab.'),
    name: SetName,
    needs: z
      .array(z.strictObject({ name: z.string().max(300), variable: z.string().max(300) }))
      .max(1000)
      .default([])
      .describe('The secrets and tokens that it refers to, and the environment variables for them'),
    requests: z.array(SetRequest).max(500),
  })
  .meta({ id: 'SetFile' })

/** Secrets by name for one run: used, masked, and not kept. */
export const RunSecrets = z
  .record(z.string().max(300), z.string().max(16_384))
  .default({})
  .describe('By name, or `client:NAME` for a token of that client')

/** `error`: the request could not be sent, so nothing can be said about its answer. */
export const ResultState = z.enum(['passed', 'failed', 'error'])

export const SetResult = z
  .strictObject({
    request: z.string().describe('Id of the request in the set'),
    name: z.string(),
    method: z.string(),
    url: z.string(),
    state: ResultState,
    assertions: z.array(
      z.strictObject({
        expected: z.string().describe('In words, such as `status is 401`'),
        came: z.string().describe('In words; secrets masked'),
        is_met: z.boolean(),
      }),
    ),
    status: z.number().int().optional(),
    failure: z.string().optional().describe('Why it was not sent, or no answer came, in words'),
    verdict: AttemptVerdict.optional(),
    duration_ms: z.number(),
    attempt: z.string().optional().describe('Id of the attempt, to be looked at and compared'),
    last_passed: z
      .string()
      .optional()
      .describe('Id of the attempt of the last run in which it passed, to compare with'),
  })
  .meta({ id: 'SetResult' })

export const SetRun = z
  .strictObject({
    id: z.string(),
    set: z.string().optional().describe('Absent for a set that was run from a file'),
    name: z.string(),
    at: z.iso.datetime(),
    state: ResultState.describe('The worst of its results'),
    duration_ms: z.number(),
    results: z.array(SetResult),
  })
  .meta({ id: 'SetRun' })

export type SetRequest = z.infer<typeof SetRequest>
export type SetDraft = z.infer<typeof SetDraft>
export type ReplaySet = z.infer<typeof ReplaySet>
export type SetFile = z.infer<typeof SetFile>
export type ResultState = z.infer<typeof ResultState>
export type SetResult = z.infer<typeof SetResult>
export type SetRun = z.infer<typeof SetRun>
