import * as z from '../../zod.ts'
import { AttemptVerdict } from './attempt.ts'

/** A difference is no judgement: the same words for headers, lines and members. */
export const Change = z.enum(['same', 'changed', 'new', 'gone']).meta({ id: 'Change' })

const Value = z.string().optional()

/** Two attempts, the earlier one before the later one. */
export const AttemptComparison = z
  .strictObject({
    before: z.string(),
    after: z.string(),
    is_same: z.boolean().describe('Status, headers, body and verdict; volatile headers left aside'),
    words: z.string().describe('Such as "The first failed at the audience, the second passed."'),
    request: z.array(z.string()).describe('What was changed in the request, a sentence each'),
    status: z.strictObject({
      before: z.number().int().optional().describe('Absent when no answer came'),
      after: z.number().int().optional(),
      is_same: z.boolean(),
    }),
    headers: z.array(
      z.strictObject({
        name: z.string(),
        before: Value,
        after: Value,
        change: Change,
        is_volatile: z
          .boolean()
          .describe('Differs with every answer, such as Date, so it says nothing'),
      }),
    ),
    body: z.strictObject({
      kind: z.enum(['none', 'json', 'text', 'bytes']),
      is_same: z.boolean(),
      is_partly: z.boolean().describe('Part of a body was not kept, so that it could differ'),
      members: z
        .array(
          z.strictObject({
            path: z.string().describe('JSON Pointer (RFC 6901)'),
            change: Change,
            before: Value.describe('JSON text'),
            after: Value,
          }),
        )
        .describe('What differs between two JSON bodies'),
      lines: z
        .array(z.strictObject({ change: z.enum(['same', 'new', 'gone']), text: z.string() }))
        .describe('Both bodies line by line; JSON is laid out first'),
      note: z.string().optional().describe('Why lines or members are missing'),
    }),
    verdict: z.strictObject({
      before: AttemptVerdict.optional(),
      after: AttemptVerdict.optional(),
      is_same: z.boolean(),
    }),
  })
  .meta({ id: 'AttemptComparison' })

export type Change = z.infer<typeof Change>
export type AttemptComparison = z.infer<typeof AttemptComparison>
