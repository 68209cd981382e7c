import { SoftwarePublisher } from '#shared/contract/endpoints/condition-endpoints.ts'
import * as z from '#shared/zod.ts'

/** A client with Okta's member names; its secret is a vault envelope. */
export const IdpClient = z.strictObject({
  client_id: z.string(),
  client_id_issued_at: z.number().int().describe('Seconds since the epoch'),
  client_secret: z.string().startsWith('v1.').optional(),
  client_name: z.string(),
  application_type: z.enum(['web', 'native', 'browser', 'service']),
  redirect_uris: z.array(z.string()),
  post_logout_redirect_uris: z.array(z.string()),
  response_types: z.array(z.string()),
  grant_types: z.array(z.string()),
  token_endpoint_auth_method: z.string(),
  client_uri: z.string().nullable(),
  logo_uri: z.string().nullable(),
  tos_uri: z.string().nullable(),
  policy_uri: z.string().nullable(),
  initiate_login_uri: z.string().nullable(),
  jwks_uri: z.string().nullable(),
  jwks: z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) }).nullable(),
})

/**
 * A scope of the authorization server "default".
 *
 * @see [Okta: authorization server scopes](https://developer.okta.com/docs/api/openapi/okta-management/management/tag/AuthorizationServerScopes/)
 */
export const IdpScope = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  displayName: z.string(),
  system: z.boolean(),
  default: z.boolean(),
  consent: z.enum(['REQUIRED', 'IMPLICIT', 'FLEXIBLE']),
  optional: z.boolean(),
  metadataPublish: z.enum(['ALL_CLIENTS', 'NO_CLIENTS']),
})

/** An API token of the organisation. Only its hash is kept. */
export const IdpApiToken = z.strictObject({
  id: z.string(),
  name: z.string(),
  token_sha256: z.string(),
  created_at: z.iso.datetime(),
})

export const IdpSettings = z.strictObject({ has_access_policy: z.boolean() })

/** A signing key: the public half as a JWK, the private one as a vault envelope of a JWK. */
export const IdpKey = z.strictObject({
  kid: z.string(),
  /** The dialect that owns the key; Okta when left out. */
  dialect: z.string().optional(),
  /** From this moment on the key is no longer published. */
  retires_at: z.iso.datetime().optional(),
  public_jwk: z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string() }),
  private_jwk: z.string().startsWith('v1.'),
  created_at: z.iso.datetime(),
})

/**
 * A record of a dialect other than Okta, such as a client: a vault envelope of JSON, since it contains
 * secrets. `id` is `<dialect>/<model>/<id>`.
 */
export const IdpEntry = z.strictObject({ id: z.string(), sealed: z.string().startsWith('v1.') })

/** A publisher whose software statements are accepted. */
export const IdpPublisher = SoftwarePublisher

/** Settings of a dialect. */
export const IdpDialect = z.strictObject({
  id: z.string(),
  scopes: z.array(z.strictObject({ name: z.string(), default: z.boolean() })),
  /** Auth0: the grants that allow a client to use an API. */
  client_grants: z.array(
    z.strictObject({
      id: z.string(),
      client_id: z.string(),
      audience: z.string(),
      scope: z.array(z.string()),
    }),
  ),
  initial_tokens: z.array(
    z.strictObject({
      id: z.string(),
      token_sha256: z.string(),
      /** How many registrations are left; unlimited when left out. */
      remaining: z.number().int().optional(),
      expires_at: z.iso.datetime().optional(),
    }),
  ),
})

export type IdpClient = z.infer<typeof IdpClient>
export type IdpScope = z.infer<typeof IdpScope>
export type IdpApiToken = z.infer<typeof IdpApiToken>
export type IdpSettings = z.infer<typeof IdpSettings>
export type IdpKey = z.infer<typeof IdpKey>

export type IdpEntry = z.infer<typeof IdpEntry>
export type IdpPublisher = z.infer<typeof IdpPublisher>
export type IdpDialect = z.infer<typeof IdpDialect>
