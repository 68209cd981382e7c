import { DCR_PROVIDERS, HttpUrl } from '../tyk/dcr-options.ts'
import * as z from '../zod.ts'
import { ReplaySecret } from './replay/attempt.ts'

/** The text of a selection, a file or a page. */
export const CapturedText = z
  .string()
  .min(1, 'Paste something.')
  .max(10_000_000, 'At most 10 million characters.')

/** Where a client is registered, as an adoption needs it. */
export const CapturedPlace = z.strictObject({
  provider: z.enum(DCR_PROVIDERS),
  idp_host: HttpUrl,
  registration_endpoint: HttpUrl,
})

/** Something in a text that the companion can take over. Nothing is kept before a person says so. */
export const CaptureFinding = z
  .strictObject({
    id: z.string().describe('Its place in the text; the same for the same text'),
    kind: z.enum(['client', 'token']),
    title: z.string().describe('Such as "Client 0oa1b2c3"'),
    source: z.string().describe('Where it stood, such as "Answer of POST https://…/register"'),
    facts: z.array(z.strictObject({ label: z.string(), value: z.string() })).describe('Masked'),
    place: CapturedPlace.partial()
      .optional()
      .describe('Of a client: as far as the text tells where it is registered'),
    name: ReplaySecret.shape.name.optional().describe('Of a token: a name to keep it under'),
    issuer: z.string().optional().describe('Of a token that can be read'),
  })
  .meta({ id: 'CaptureFinding' })

export const CaptureFindings = z
  .strictObject({
    findings: z.array(CaptureFinding),
    note: z.string().optional().describe('Why nothing was found, and what can be pasted'),
  })
  .meta({ id: 'CaptureFindings' })

/** What to take over, as the person confirmed it. */
export const TakeOrder = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('client'),
      text: CapturedText,
      finding: z.string().max(20),
      place: CapturedPlace,
    }),
    z.strictObject({
      kind: z.literal('token'),
      text: CapturedText,
      finding: z.string().max(20),
      name: ReplaySecret.shape.name,
    }),
  ])
  .meta({ id: 'TakeOrder' })

export const Taken = z
  .strictObject({
    registration: z.string().optional().describe('Id of the client in the ledger'),
    secret: z.string().optional().describe('The name under which the token is kept'),
  })
  .meta({ id: 'Taken' })

/** The keys that a token is checked against. */
export const KeySetChoice = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({
      kind: z.literal('url'),
      url: HttpUrl.describe('Of the key set, or of an issuer whose metadata name it'),
    }),
    z.strictObject({ kind: z.literal('text'), text: z.string().max(1_000_000) }),
  ])
  .meta({ id: 'KeySetChoice' })

export const InspectOrder = z
  .strictObject({ text: CapturedText, finding: z.string().max(20), keys: KeySetChoice })
  .meta({ id: 'InspectOrder' })

export type CaptureFinding = z.infer<typeof CaptureFinding>
export type CaptureFindings = z.infer<typeof CaptureFindings>
export type CapturedPlace = z.infer<typeof CapturedPlace>
export type TakeOrder = z.infer<typeof TakeOrder>
export type Taken = z.infer<typeof Taken>
export type KeySetChoice = z.infer<typeof KeySetChoice>
