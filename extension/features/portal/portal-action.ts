import { PORTAL_PAGES } from '#shared/contract/portal.ts'
import * as z from '#shared/zod.ts'

/** What the content script sees of the page that is open in the portal's tab. */
export const PortalView = z.strictObject({
  origin: z.string(),
  page: z.enum(PORTAL_PAGES).optional().describe('Absent on a page that is not the portal'),
  /** The page was submitted or a link was followed: another one is on its way. */
  isLeaving: z.boolean(),
  fields: z.record(z.string(), z.string()),
  /** Sentences beside fields and above forms: why the portal refused what was sent. */
  problems: z.record(z.string(), z.string()),
  isSignedIn: z.boolean(),
})

/** One visible action on a page of the portal. */
export const PortalAction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fill'), field: z.string(), value: z.string() }),
  z.strictObject({ kind: z.literal('choose'), field: z.string(), value: z.string() }),
  z.strictObject({ kind: z.literal('submit') }),
  z.strictObject({ kind: z.literal('follow'), path: z.string().startsWith('/') }),
])

/** What the panel asks of the content script in the portal's tab. */
export const PortalMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('portal.look') }),
  z.strictObject({
    type: z.literal('portal.point'),
    /** The page acts on nothing that was meant for another one. */
    origin: z.string(),
    action: PortalAction,
    say: z.string(),
  }),
  z.strictObject({
    type: z.literal('portal.act'),
    origin: z.string(),
    action: PortalAction,
    isSlow: z.boolean(),
  }),
])

export type PortalView = z.infer<typeof PortalView>
export type PortalAction = z.infer<typeof PortalAction>
export type PortalMessage = z.infer<typeof PortalMessage>
