import { isSecretName } from '../../secrets/secret-names.ts'
import * as z from '../../zod.ts'
import { CheckId } from '../verdict.ts'

/** What is expected of an answer. */
export const Assertion = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('status'),
      is: z
        .union([z.number().int().min(100).max(599), z.enum(['1xx', '2xx', '3xx', '4xx', '5xx'])])
        .describe('A status, or a class such as `4xx`'),
    }),
    z
      .strictObject({
        kind: z.literal('header'),
        name: z.string().min(1, 'Name the header.').max(200),
        op: z.enum(['exists', 'absent', 'equals', 'contains']),
        value: z.string().max(8192).default(''),
      })
      .refine(({ name, op }) => op === 'exists' || op === 'absent' || !isSecretName(name), {
        path: ['op'],
        error: 'The value of this header is a secret; a set can only expect it to be there.',
      }),
    z.strictObject({
      kind: z.literal('json_path'),
      path: z
        .string()
        .max(2000)
        .startsWith('$', 'A path begins with $, such as $.error.')
        .describe('RFC 9535; the first value that it finds counts'),
      op: z.enum(['exists', 'absent', 'equals', 'contains']),
      value: z.json().optional().describe('JSON; for `contains` a text, or a member of an array'),
    }),
    z.strictObject({
      kind: z.literal('json_schema'),
      schema: z.record(z.string(), z.json()).describe('JSON Schema 2020-12 of the whole body'),
    }),
    z.strictObject({
      kind: z.literal('verdict'),
      outcome: z.enum(['passed', 'failed']),
      check: CheckId.optional().describe('Where it has to fail'),
    }),
  ])
  .meta({ id: 'Assertion' })

export type Assertion = z.infer<typeof Assertion>
