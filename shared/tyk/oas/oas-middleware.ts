import * as z from '../../zod.ts'
import { TykNumber } from '../tyk-number.ts'
import { GoDuration } from '../go/go-duration.ts'
import { AnswerStatus, FieldName, FieldValue } from '../http-fields.ts'
import { Expiry } from '../version-data.ts'

const Switch = z.looseObject({ enabled: z.boolean() })
const Texts = z.array(z.string()).optional()

/** A rate of Tyk's OAS definitions: requests, and the time as a duration of Go such as `1m`. */
const Rate = Switch.extend({
  rate: TykNumber.optional(),
  per: GoDuration.optional(),
})

const Allowance = Switch.extend({ ignoreCase: z.boolean().optional() }).optional()

/**
 * What Tyk does to one operation: `x-tyk-api-gateway.middleware.operations.*`.
 *
 * @see [Tyk OAS: operations](https://tyk.io/docs/api-management/gateway-config-tyk-oas/#operation)
 */
export const OasOperation = z.looseObject({
  allow: Allowance,
  block: Allowance,
  ignoreAuthentication: Allowance,
  internal: Switch.optional(),
  enforceTimeout: Switch.extend({
    value: TykNumber.max(3600).optional(),
    duration: GoDuration.optional(),
  }).optional(),
  requestSizeLimit: Switch.extend({ value: TykNumber.optional() }).optional(),
  rateLimit: Rate.optional(),
  mockResponse: Switch.extend({
    code: AnswerStatus.optional(),
    body: z.string().optional(),
    headers: z.array(z.looseObject({ name: FieldName, value: FieldValue })).optional(),
    fromOASExamples: z
      .looseObject({
        enabled: z.boolean().optional(),
        code: AnswerStatus.optional(),
        contentType: FieldValue.optional(),
        exampleName: z.string().optional(),
      })
      .optional(),
  }).optional(),
})

export type OasOperation = z.infer<typeof OasOperation>

/** What Tyk does to every request of an API: `x-tyk-api-gateway.middleware`. */
export const OasMiddleware = z.looseObject({
  global: z
    .looseObject({
      cors: Switch.extend({
        maxAge: TykNumber.int().optional(),
        allowCredentials: z.boolean().optional(),
        exposedHeaders: z.array(FieldName).optional(),
        allowedHeaders: Texts,
        allowedOrigins: Texts,
        allowedMethods: Texts,
        optionsPassthrough: z.boolean().optional(),
      }).optional(),
      requestSizeLimit: Switch.extend({ value: TykNumber.optional() }).optional(),
      ignoreCase: Switch.optional(),
      skipRateLimit: z.boolean().optional(),
      skipQuota: z.boolean().optional(),
    })
    .optional(),
  operations: z.record(z.string(), OasOperation).optional(),
})

/** `x-tyk-api-gateway.info` without the name and the ids. */
export const OasInfo = z.looseObject({
  name: z.string().min(1),
  id: z.string().optional(),
  orgId: z.string().optional(),
  expiration: Expiry.optional(),
  state: z.looseObject({ active: z.boolean(), internal: z.boolean().optional() }),
  versioning: Switch.extend({
    name: z.string().default(''),
    default: z.string().default(''),
    location: z.string().default(''),
    key: z.string().default(''),
    versions: z.array(z.looseObject({ name: z.string(), id: z.string() })).default([]),
    stripVersioningData: z.boolean().default(false),
    fallbackToDefault: z.boolean().default(false),
    urlVersioningPattern: z.string().default(''),
  }).optional(),
})

/** `x-tyk-api-gateway.upstream`. */
export const OasUpstream = z.looseObject({
  url: z.string().default(''),
  preserveHostHeader: Switch.optional(),
  preserveTrailingSlash: Switch.optional(),
  rateLimit: Rate.optional(),
  enforceTimeout: Switch.extend({ duration: GoDuration.optional() }).optional(),
})

/** Which addresses may call: `x-tyk-api-gateway.server.ipAccessControl`. */
export const OasAddresses = Switch.extend({ allow: Texts, block: Texts })
