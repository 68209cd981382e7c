import * as z from '../../zod.ts'
import { GoDuration } from '../go/go-duration.ts'
import { isHttpUrl } from '../jwt-source.ts'

const Texts = z.array(z.string()).default([])

/**
 * The JWT part of a Tyk OAS definition: `x-tyk-api-gateway.server.authentication.securitySchemes.*`.
 * Rules that classic definitions lack are read from here; members that both formats have are copied to the
 * classic ones on import.
 *
 * @see [Tyk OAS: JWT](https://tyk.io/docs/api-management/gateway-config-tyk-oas/#jwt)
 */
export const OasJwt = z.looseObject({
  enabled: z.boolean().default(true),
  header: z.looseObject({ enabled: z.boolean(), name: z.string().default('') }).optional(),
  cookie: z.looseObject({ enabled: z.boolean(), name: z.string().default('') }).optional(),
  query: z.looseObject({ enabled: z.boolean(), name: z.string().default('') }).optional(),
  signingMethod: z.string().default(''),
  source: z.string().default(''),
  jwksURIs: z
    .array(
      z.looseObject({
        url: z.string().refine(isHttpUrl, 'Write a whole address with http:// or https://.'),
        cacheTimeout: GoDuration.optional(),
      }),
    )
    .default([]),
  identityBaseField: z.string().default(''),
  subjectClaims: Texts,
  policyFieldName: z.string().default(''),
  basePolicyClaims: Texts,
  clientBaseField: z.string().default(''),
  skipKid: z.boolean().default(false),
  defaultPolicies: Texts,
  issuedAtValidationSkew: z.number().int().min(0).max(3600).default(0),
  notBeforeValidationSkew: z.number().int().min(0).max(3600).default(0),
  expiresAtValidationSkew: z.number().int().min(0).max(3600).default(0),
  allowedIssuers: Texts,
  allowedAudiences: Texts,
  allowedSubjects: Texts,
  jtiValidation: z.looseObject({ enabled: z.boolean().default(false) }).default({ enabled: false }),
  customClaimValidation: z
    .record(
      z.string(),
      z.looseObject({
        type: z.enum(['required', 'exact_match', 'contains']),
        allowedValues: z.array(z.unknown()).default([]),
        nonBlocking: z.boolean().default(false),
      }),
    )
    .default({}),
  scopes: z
    .looseObject({
      claims: Texts,
      claimName: z.string().default(''),
      scopeToPolicyMapping: z
        .array(z.looseObject({ scope: z.string(), policyId: z.string() }))
        .default([]),
    })
    .default({ claims: [], claimName: '', scopeToPolicyMapping: [] }),
})

export type OasJwt = z.infer<typeof OasJwt>
export type CustomClaimRule = OasJwt['customClaimValidation'][string]
