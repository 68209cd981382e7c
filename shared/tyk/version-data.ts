import * as z from '../zod.ts'
import { TykNumber } from './tyk-number.ts'
import { GoDuration } from './go/go-duration.ts'
import { AnswerStatus, FieldName, FieldValue } from './http-fields.ts'
import { AnyTarget } from './target-url.ts'

/** `2006-01-02 15:04`, in UTC; empty or -1 for never. */
export const Expiry = z
  .string()
  .regex(
    /^$|^-1$|^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]) (?:[01]\d|2[0-3]):[0-5]\d$/,
    'Write the time as 2006-01-02 15:04, in UTC, or -1 for never.',
  )

const Path = z.string().min(1, 'Write the path of the endpoint.')
const FieldValues = z.record(FieldName, FieldValue)

const Endpoint = z.looseObject({
  path: Path,
  method: z.string().optional(),
  disabled: z.boolean().optional(),
  ignore_case: z.boolean().optional(),
})

const ListedEndpoint = Endpoint.extend({
  method_actions: z
    .record(
      z.string(),
      z.looseObject({
        action: z.string().optional(),
        code: AnswerStatus.optional(),
        data: z.string().optional(),
        headers: FieldValues.optional(),
      }),
    )
    .optional(),
})

const ExtendedPaths = z.looseObject({
  ignored: z.array(ListedEndpoint).optional(),
  black_list: z.array(ListedEndpoint).optional(),
  white_list: z.array(ListedEndpoint).optional(),
  internal: z.array(Endpoint).optional(),
  mock_response: z
    .array(
      Endpoint.extend({
        code: AnswerStatus.optional(),
        body: z.string().optional(),
        headers: FieldValues.optional(),
      }),
    )
    .optional(),
  rate_limit: z
    .array(Endpoint.extend({ rate: TykNumber.optional(), per: TykNumber.optional() }))
    .optional(),
  size_limits: z.array(Endpoint.extend({ size_limit: TykNumber.optional() })).optional(),
  hard_timeouts: z
    .array(
      Endpoint.extend({
        timeout: TykNumber.max(3600).optional(),
        duration: GoDuration.optional(),
      }),
    )
    .optional(),
})

const Paths = z.array(Path)

/** One version of an API; an API without versions has one of them. */
export const Version = z.looseObject({
  name: z.string().optional(),
  expires: Expiry.optional(),
  override_target: AnyTarget.optional(),
  use_extended_paths: z.boolean().optional(),
  ignore_endpoint_case: z.boolean().optional(),
  extended_paths: ExtendedPaths.optional(),
  paths: z
    .looseObject({
      ignored: Paths.optional(),
      black_list: Paths.optional(),
      white_list: Paths.optional(),
    })
    .optional(),
  global_size_limit: TykNumber.optional(),
  global_size_limit_disabled: z.boolean().optional(),
  global_enforce_timeout: GoDuration.optional(),
  global_enforce_timeout_disabled: z.boolean().optional(),
})

/** @see [Tyk: API versioning](https://tyk.io/docs/api-management/api-versioning/) */
export const VersionData = z.looseObject({
  not_versioned: z.boolean().optional(),
  default_version: z.string().optional(),
  versions: z.record(z.string(), Version).optional(),
})

/** Where a request says which version it wants. */
export const VersionLocation = z.looseObject({
  location: z.string().optional(),
  key: z.string().optional(),
  strip_path: z.boolean().optional(),
  strip_versioning_data: z.boolean().optional(),
  fallback_to_default: z.boolean().optional(),
  url_versioning_pattern: z.string().optional(),
  enabled: z.boolean().optional().describe('Whether other APIs are versions of this one'),
  name: z.string().optional().describe('Of the version that this API itself is'),
  default: z.string().optional().describe('self, or the name of a version'),
  versions: z.record(z.string(), z.string()).optional().describe('Ids of APIs by version'),
})
