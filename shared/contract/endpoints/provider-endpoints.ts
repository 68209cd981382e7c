import * as z from '../../zod.ts'
import { DCR_PROVIDERS, HttpUrl } from '../../tyk/dcr-options.ts'
import { defineEndpoint } from '../define-endpoint.ts'

/** A summary of an identity provider's metadata. */
export const Discovery = z
  .strictObject({
    issuer: z.string(),
    source: z.url().describe('Address of the document that was used'),
    registration_endpoint: z.string().optional(),
    token_endpoint: z.string().optional(),
    jwks_uri: z.string().optional(),
    introspection_endpoint: z.string().optional(),
    revocation_endpoint: z.string().optional(),
    grant_types_supported: z.array(z.string()).optional(),
    token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
    scopes_supported: z.array(z.string()).optional(),
    client_id_metadata_document_supported: z.boolean().optional(),
    notices: z
      .array(z.string())
      .optional()
      .describe('What to know before credentials go there: other hosts, plain http'),
  })
  .meta({ id: 'Discovery' })

export const EmbeddedIdpSettings = z
  .strictObject({
    has_access_policy: z
      .boolean()
      .describe('Off: every token request answers access_denied, as in a fresh Okta organisation'),
  })
  .meta({ id: 'EmbeddedIdpSettings' })

export const providerEndpoints = {
  discoverProvider: defineEndpoint({
    id: 'discoverProvider',
    method: 'post',
    path: '/api/discover',
    summary: "Reads an identity provider's metadata from its host or issuer",
    body: z.strictObject({
      host: HttpUrl,
      provider: z
        .enum(DCR_PROVIDERS)
        .optional()
        .describe('Its kind: some have issuers under paths of their own'),
    }),
    reply: Discovery,
  }),
  getEmbeddedIdpSettings: defineEndpoint({
    id: 'getEmbeddedIdpSettings',
    method: 'get',
    path: '/api/embedded-idp',
    summary: 'Switches of the embedded identity provider',
    reply: EmbeddedIdpSettings,
  }),
  putEmbeddedIdpSettings: defineEndpoint({
    id: 'putEmbeddedIdpSettings',
    method: 'put',
    path: '/api/embedded-idp',
    summary: 'Changes switches of the embedded identity provider',
    body: EmbeddedIdpSettings,
    reply: EmbeddedIdpSettings,
  }),
}

export type Discovery = z.infer<typeof Discovery>
export type EmbeddedIdpSettings = z.infer<typeof EmbeddedIdpSettings>
