import * as z from '../../zod.ts'

/** What a person should know about one definition that was imported. */
export const ImportNote = z
  .strictObject({
    kind: z.enum(['api', 'policy']),
    id: z.string().describe('Of the API or the policy'),
    rule: z
      .enum([
        'unknown',
        'other_case',
        'id_made',
        'not_served',
        'not_acted_on',
        'auth_token',
        'secret_source',
        'line_break',
      ])
      .describe('What the note is about'),
    members: z.array(z.string()).describe('Paths of the members, dots between levels'),
    message: z.string(),
  })
  .meta({ id: 'ImportNote' })

export type ImportNote = z.infer<typeof ImportNote>
