import * as z from '../zod.ts'

/** One field that was refused, and the rule it broke. */
export const FieldIssue = z
  .strictObject({
    field: z.string().describe('Path of the field, dots between levels'),
    rule: z.string().describe('Name of the broken rule'),
    message: z.string().describe('A sentence for the person who typed the value'),
  })
  .meta({ id: 'FieldIssue' })

/**
 * A change of a journey step's inputs that would fix a failure: data, so that a page can offer the change as
 * a button.
 */
export const Fix = z
  .strictObject({
    label: z.string(),
    step: z.string().describe('Id of the journey step that the change belongs to'),
    inputs: z.record(z.string(), z.unknown()).describe('Empty: it only leads to the step'),
  })
  .meta({ id: 'Fix' })

/**
 * The answer of a control route that cannot do what was asked.
 *
 * @see [RFC 9457 §3](https://www.rfc-editor.org/rfc/rfc9457.html#section-3) members of a problem document
 */
export const Problem = z
  .strictObject({
    type: z.string().describe('Path of the page of this companion that explains the error'),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional().describe('What happened this time, and why'),
    hint: z.string().optional().describe('What to do about it'),
    issues: z.array(FieldIssue).optional(),
    fixes: z.array(Fix).optional(),
    reference: z.strictObject({ text: z.string(), href: z.string() }).optional(),
  })
  .meta({ id: 'Problem', description: 'A problem document (RFC 9457)' })

export type FieldIssue = z.infer<typeof FieldIssue>
export type Fix = z.infer<typeof Fix>
export type Problem = z.infer<typeof Problem>
