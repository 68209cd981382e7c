import * as z from '../zod.ts'

/** The one switch of what is recorded. */
export const Recording = z
  .strictObject({
    inbound: z
      .boolean()
      .describe(
        'Whether requests that come in at the embedded provider and the portal are recorded, and clients that strangers register stand in the ledger. Calls at the gateway are recorded anyway, since each has a verdict',
      ),
  })
  .meta({ id: 'Recording' })

export type Recording = z.infer<typeof Recording>
