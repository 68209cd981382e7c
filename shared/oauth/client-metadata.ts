import * as z from '../zod.ts'

/**
 * Client metadata as it goes over the wire. Loose on purpose: a server must ignore members it does
 * not know, and a client must keep what it was given.
 *
 * @see [RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591.html#section-2)
 */
export const ClientMetadata = z
  .looseObject({
    client_name: z.string().optional(),
    application_type: z.string().optional(),
    redirect_uris: z.array(z.string()).nullish(),
    grant_types: z.array(z.string()).nullish(),
    response_types: z.array(z.string()).nullish(),
    token_endpoint_auth_method: z.string().nullish(),
    scope: z.string().optional(),
  })
  .meta({ id: 'ClientMetadata', description: 'OAuth client metadata (RFC 7591 §2)' })

/** Small enough for a date. */
const EpochSeconds = z.number().min(-1_000_000_000_000).max(1_000_000_000_000)

/**
 * The answer to a registration.
 *
 * @see [RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.1) client information
 * @see [RFC 7592 §3](https://www.rfc-editor.org/rfc/rfc7592.html#section-3) the two members that management adds
 */
export const ClientInformation = ClientMetadata.extend({
  client_id: z.string().min(1),
  client_secret: z.string().optional(),
  client_id_issued_at: EpochSeconds.optional().describe('Seconds since the epoch'),
  client_secret_expires_at: EpochSeconds.optional().describe('Seconds since the epoch; 0 is never'),
  registration_access_token: z.string().optional(),
  registration_client_uri: z.string().optional(),
}).meta({ id: 'ClientInformation' })

export type ClientMetadata = z.infer<typeof ClientMetadata>
export type ClientInformation = z.infer<typeof ClientInformation>
