import { OAuthMeaning } from '../oauth/meaning/oauth-meaning.ts'
import * as z from '../zod.ts'

/** The parties on the wire. Each has one hue and one letter in every view. */
export const LANES = ['developer', 'registrar', 'idp', 'app', 'gateway', 'upstream'] as const
export const Lane = z.enum(LANES).meta({ id: 'Lane' })

/** A header as it was sent: name and value; order and repeated headers are kept, secrets masked. */
export const HeaderLine = z.tuple([z.string(), z.string()]).meta({ id: 'HeaderLine' })

export const RecordedBody = z
  .strictObject({
    text: z.string().describe('Secrets masked, at most 64 KiB'),
    media_type: z.string(),
    size_bytes: z.number().int(),
    is_truncated: z.boolean(),
  })
  .meta({ id: 'RecordedBody' })

/** What is known of an exchange in OAuth's terms, without a secret. */
export const OAuthTraits = z
  .strictObject({
    meaning: OAuthMeaning,
    client_id: z
      .string()
      .optional()
      .describe('Of the client that asked, as far as request or answer name it'),
    links: z
      .array(z.string())
      .optional()
      .describe(
        'Keyed digests such as `code:Zk3…`: where the same one stands in another exchange, the same value was used',
      ),
  })
  .meta({ id: 'OAuthTraits' })

export const Exchange = z
  .strictObject({
    id: z.string(),
    run: z.string().optional(),
    step: z.string().optional(),
    at: z.iso.datetime(),
    from: Lane,
    to: Lane,
    label: z.string().describe('What the call is for, such as "Register client"'),
    request: z.strictObject({
      method: z.string(),
      url: z.string(),
      headers: z.array(HeaderLine),
      body: RecordedBody.optional(),
    }),
    response: z
      .strictObject({
        status: z.number().int(),
        headers: z.array(HeaderLine),
        body: RecordedBody.optional(),
      })
      .optional()
      .describe('Absent when no answer came'),
    failure: z.string().optional().describe('Why no answer came, in words'),
    duration_ms: z.number(),
    verdict: z
      .string()
      .optional()
      .describe('Id of the verdict the gateway made about this request'),
    peer: z
      .string()
      .optional()
      .describe(
        'Of a request that came in: address and port of the caller, which say what came over one connection',
      ),
    oauth: OAuthTraits.optional(),
  })
  .meta({ id: 'Exchange', description: 'One HTTP request and its answer, as seen on the wire' })

export type Lane = z.infer<typeof Lane>
export type HeaderLine = z.infer<typeof HeaderLine>
export type RecordedBody = z.infer<typeof RecordedBody>
export type OAuthTraits = z.infer<typeof OAuthTraits>
export type Exchange = z.infer<typeof Exchange>
