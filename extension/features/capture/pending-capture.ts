import * as z from '#shared/zod.ts'

const LONGEST = 200_000

/** A text that was selected or seen on a page, and waits for the person's word. */
export const PendingCapture = z.strictObject({
  id: z.string(),
  text: z.string().min(1).max(LONGEST),
  /** Origin of the page. */
  from: z.string().max(300),
  at: z.iso.datetime(),
})

export type PendingCapture = z.infer<typeof PendingCapture>

/** What the content script of an allowed host tells the background. */
export const PageFound = z.strictObject({
  type: z.literal('page.found'),
  text: z.string().min(1).max(LONGEST),
})
