import * as z from '../../zod.ts'

/** One call of a push to Tyk, made or planned. */
export const PushCall = z
  .strictObject({
    method: z.string(),
    url: z.string(),
    body: z.unknown().optional(),
    status: z.number().int().optional().describe('Absent in a dry run, and where no answer came'),
    answer: z.string().optional(),
  })
  .meta({ id: 'PushCall' })

/** What became of one definition of a push. */
export const PushState = z
  .strictObject({
    kind: z.enum(['api', 'policy']),
    id: z.string(),
    state: z
      .enum(['live', 'dead', 'written', 'refused', 'not_sent'])
      .describe('live: Tyk has it after the reload; dead: it said yes and has it not'),
    message: z.string(),
  })
  .meta({ id: 'PushState' })

export const PushReply = z.strictObject({
  ok: z.boolean().describe('Whether every definition is live, or in a dry run true'),
  calls: z.array(PushCall),
  states: z.array(PushState).describe('Empty in a dry run'),
})

export type PushCall = z.infer<typeof PushCall>
export type PushState = z.infer<typeof PushState>
export type PushReply = z.infer<typeof PushReply>
