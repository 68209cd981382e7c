import * as z from '../../zod.ts'
import { HeaderLine, RecordedBody } from '../exchange.ts'
import { CheckId, VerdictCheck } from '../verdict.ts'
import { ReplayRequest } from './replay-request.ts'

export const AttemptName = z.string().trim().min(1, 'Give it a name.').max(200)

/** The gateway's verdict about an attempt, kept with it: the gateway itself forgets. */
export const AttemptVerdict = z
  .strictObject({
    id: z.string(),
    is_allowed: z.boolean(),
    passed: z.number().int().describe('How many checks passed'),
    failed_at: CheckId.optional(),
    failed_title: z.string().optional().describe('The title of the check that failed'),
    reason: z.string().optional().describe('Why it failed, in words'),
    checks: z.array(VerdictCheck.pick({ id: true, title: true, state: true })),
  })
  .meta({ id: 'AttemptVerdict' })

/** What went out, secrets masked. */
export const SentRequest = z
  .strictObject({
    method: z.string(),
    url: z.string(),
    headers: z.array(HeaderLine),
    body: RecordedBody.optional(),
    token: z.string().describe('What the token choice sent, in words'),
    left_out: z.array(z.string()).describe('What was not sent, and why, a sentence each'),
  })
  .meta({ id: 'SentRequest' })

/** What came back, secrets masked. */
export const ReplayAnswer = z
  .strictObject({
    status: z.number().int(),
    headers: z.array(HeaderLine),
    body: RecordedBody.extend({
      sha256: z.string().optional().describe('Of the whole body as it arrived, in hexadecimal'),
    }).optional(),
  })
  .meta({ id: 'ReplayAnswer' })

export const Attempt = z
  .strictObject({
    id: z.string(),
    thread: z.string().describe('Attempts of one request, edited again and again, share a thread'),
    name: AttemptName,
    kind: z
      .enum(['recorded', 'sent'])
      .describe('`recorded`: the exchange that the thread began with, as it was'),
    at: z.iso.datetime(),
    request: ReplayRequest.describe('To send it again; references instead of secrets'),
    sent: SentRequest,
    answer: ReplayAnswer.optional(),
    failure: z.string().optional().describe('Why no answer came, in words'),
    duration_ms: z.number(),
    exchange: z.string().optional().describe('Id of the recorded exchange'),
    verdict: AttemptVerdict.optional().describe('Present when the gateway decided about it'),
  })
  .meta({ id: 'Attempt', description: 'One request that was sent again, with its answer' })

/** The attempts of one request, in a line. */
export const ReplayThread = z
  .strictObject({
    id: z.string(),
    name: z.string().describe('Method and address of its newest attempt'),
    attempts: z.number().int(),
    at: z.iso.datetime().describe('When the newest attempt was made'),
    status: z.number().int().optional().describe('Of the newest attempt; absent without an answer'),
    failed_at: CheckId.optional().describe('Where the gateway refused the newest attempt'),
  })
  .meta({ id: 'ReplayThread' })

/** A request that is about to be sent again. */
export const ReplayDraft = z
  .strictObject({
    name: z.string(),
    request: ReplayRequest,
    exchange: z.string().describe('The exchange that it was made from'),
    notes: z
      .array(z.string())
      .describe('What could not be taken over, and what to do about it, a sentence each'),
  })
  .meta({ id: 'ReplayDraft' })

export const ReplayOrder = z
  .strictObject({
    request: ReplayRequest,
    name: AttemptName.optional().describe('Left out: named after its token'),
    thread: z
      .string()
      .max(100)
      .optional()
      .describe('The thread of an earlier attempt; left out, a new thread begins'),
    exchange: z
      .string()
      .max(300)
      .optional()
      .describe('A new thread begins with this exchange, as the attempt "As it was"'),
  })
  .meta({ id: 'ReplayOrder' })

/** What a choice would send now; nothing is asked from a provider. */
export const TokenPreview = z
  .strictObject({
    words: z.string().describe('What would be sent, or why it cannot be and what to do'),
    is_possible: z.boolean(),
    header: z.string().optional().describe('The Authorization header, masked'),
  })
  .meta({ id: 'TokenPreview' })

/** A secret that was typed, pasted or imported, kept under a name. */
export const ReplaySecret = z
  .strictObject({
    name: z
      .string()
      .regex(
        /^[A-Za-z0-9_.-]{1,80}$/,
        'A name has 1 to 80 of A-Z, a-z, 0-9, dot, dash and underscore.',
      ),
    mask: z.string(),
    created_at: z.iso.datetime(),
    source: z.string().max(200).describe('Where it was found, such as "Header x-api-key"'),
  })
  .meta({ id: 'ReplaySecret' })

/** A file for the body of a request, sent to `REPLAY_UPLOADS_PATH`. */
export const Upload = z
  .strictObject({ id: z.string(), size_bytes: z.number().int() })
  .meta({ id: 'Upload' })

export type Upload = z.infer<typeof Upload>
export type AttemptVerdict = z.infer<typeof AttemptVerdict>
export type SentRequest = z.infer<typeof SentRequest>
export type ReplayAnswer = z.infer<typeof ReplayAnswer>
export type Attempt = z.infer<typeof Attempt>
export type ReplayThread = z.infer<typeof ReplayThread>
export type ReplayDraft = z.infer<typeof ReplayDraft>
export type ReplayOrder = z.infer<typeof ReplayOrder>
export type TokenPreview = z.infer<typeof TokenPreview>
export type ReplaySecret = z.infer<typeof ReplaySecret>
