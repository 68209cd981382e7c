import * as z from '../zod.ts'

const GRANTS = [
  'client_credentials',
  'authorization_code',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
] as const

/** A token that the companion got; its secret parts are stored by the companion and shown masked. */
export const Token = z
  .strictObject({
    id: z.string(),
    registration: z.string().optional(),
    run: z.string().optional(),
    grant: z.enum(GRANTS),
    access_token: z.string().describe('Masked'),
    token_type: z.string(),
    scope: z.string().optional(),
    obtained_at: z.iso.datetime(),
    expires_at: z.iso.datetime().optional(),
    has_refresh_token: z.boolean(),
    revoked_at: z.iso.datetime().optional().describe('When the provider was told to revoke it'),
    renewed_from: z.string().optional().describe('The token that had ended'),
  })
  .meta({ id: 'Token' })

const Common = z.strictObject({
  registration: z.string().max(300),
  scope: z.string().max(2000).default(''),
  audience: z.string().max(500).default('').describe('Sent as the provider’s driver says'),
  resource: z.string().max(500).optional().describe('RFC 8707'),
  dpop: z.boolean().default(false).describe('RFC 9449: binds the token to a new key'),
})

export const TokenOrder = z
  .discriminatedUnion('grant', [
    Common.extend({ grant: z.literal('client_credentials') }),
    Common.extend({ grant: z.literal('refresh_token'), token: z.string().max(300) }),
    Common.extend({
      grant: z.literal('urn:ietf:params:oauth:grant-type:token-exchange'),
      token: z.string().max(300).describe('The subject token'),
    }),
    Common.extend({
      grant: z.literal('urn:ietf:params:oauth:grant-type:jwt-bearer'),
      assertion: z
        .string()
        .trim()
        .min(1)
        .max(20_000)
        .describe('RFC 7523 §2.1: a JWT of an issuer that the provider trusts; it is not kept'),
    }),
  ])
  .meta({ id: 'TokenOrder' })

/** A grant that needs the user. */
export const FlowOrder = z
  .discriminatedUnion('grant', [
    Common.extend({
      grant: z.literal('authorization_code'),
      par: z.boolean().default(false).describe('RFC 9126: push the request first'),
    }),
    Common.extend({ grant: z.literal('urn:ietf:params:oauth:grant-type:device_code') }),
  ])
  .meta({ id: 'FlowOrder' })

export const Flow = z
  .strictObject({
    id: z.string(),
    grant: z.enum(GRANTS),
    state: z.enum(['waiting', 'done', 'failed']),
    url: z.string().describe('Where the person goes'),
    user_code: z.string().optional(),
    token: z.string().optional(),
    failure: z.string().optional(),
  })
  .meta({ id: 'Flow' })

export const TokenCheck = z.strictObject({
  id: z.string(),
  text: z.string(),
  state: z.enum(['passed', 'failed', 'warned']),
  evidence: z.string().optional(),
})

export const Inspection = z
  .strictObject({
    is_jwt: z.boolean(),
    header: z.record(z.string(), z.unknown()).optional(),
    claims: z.record(z.string(), z.unknown()).optional(),
    seconds_left: z.number().optional().describe('On the lab’s clock; negative once it has ended'),
    checks: z.array(TokenCheck),
  })
  .meta({ id: 'Inspection' })

export const Comparison = z
  .strictObject({
    differences: z.array(
      z.strictObject({
        part: z.enum(['header', 'claims']),
        name: z.string(),
        left: z.string().optional(),
        right: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Comparison' })

export type Token = z.infer<typeof Token>
export type TokenOrder = z.infer<typeof TokenOrder>
export type FlowOrder = z.infer<typeof FlowOrder>
export type Flow = z.infer<typeof Flow>
export type TokenCheck = z.infer<typeof TokenCheck>
export type Inspection = z.infer<typeof Inspection>
export type Comparison = z.infer<typeof Comparison>
