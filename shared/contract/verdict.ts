import { Fix } from '../errors/problem.ts'
import * as z from '../zod.ts'
import { CHECK_IDS } from './verdict-names.ts'

export { CHECK_IDS, VERDICT_HEADER } from './verdict-names.ts'

export const CheckId = z.enum(CHECK_IDS)

const Facts = z
  .record(z.string(), z.unknown())
  .describe('What the text names; a part in words is a code with facts of its own')

export const VerdictCheck = z
  .strictObject({
    id: CheckId,
    title: z.string(),
    state: z.enum(['passed', 'failed', 'not_reached']),
    code: z.string().optional().describe('Why it failed, for programs; only of a failed check'),
    facts: Facts.optional(),
    reason: z
      .string()
      .optional()
      .describe('Why it failed, in words; what the answer to the caller hides'),
    evidence: z.array(z.strictObject({ label: z.string(), value: z.string() })),
    reference: z.strictObject({ text: z.string(), href: z.string() }),
    causes: z
      .array(
        z.strictObject({
          code: z.string().describe('The cause, for programs'),
          facts: Facts.optional(),
          text: z.string(),
          fix: Fix.optional(),
        }),
      )
      .describe('Likely causes of a failure, the likeliest first'),
  })
  .meta({ id: 'VerdictCheck' })

export const Verdict = z
  .strictObject({
    id: z.string(),
    at: z.iso.datetime(),
    method: z.string(),
    path: z.string(),
    api_id: z.string().optional(),
    status: z.number().int().describe('What the caller got'),
    error: z.string().optional().describe("Tyk's text, as the caller saw it"),
    is_allowed: z.boolean(),
    checks: z.array(VerdictCheck),
    exchange: z.string().optional(),
    duration_ms: z.number(),
  })
  .meta({ id: 'Verdict', description: 'What the gateway decided about one request' })

export type VerdictCheck = z.infer<typeof VerdictCheck>
export type Verdict = z.infer<typeof Verdict>
export type CheckId = z.infer<typeof CheckId>
