import * as z from '../zod.ts'
import { TykNumber } from './tyk-number.ts'
import { TYK_ID } from './api-definition.ts'
import { dropNulls } from './go/go-json.ts'

const Id = z.string().regex(TYK_ID, 'Use letters, digits, dot, underscore, hyphen or tilde.')

const Limits = z.looseObject({
  rate: TykNumber.optional(),
  per: TykNumber.optional(),
  throttle_interval: TykNumber.max(3600).optional(),
  throttle_retry_limit: TykNumber.int().max(1000).optional(),
  quota_max: TykNumber.optional(),
  quota_renewal_rate: TykNumber.optional(),
})

const Right = z.looseObject({
  api_id: z.string().default(''),
  api_name: z.string().default(''),
  versions: z.array(z.string()).default([]),
  allowed_urls: z
    .array(z.looseObject({ url: z.string(), methods: z.array(z.string()).default([]) }))
    .optional(),
  limit: Limits.optional(),
  endpoints: z
    .array(
      z.looseObject({
        path: z.string(),
        methods: z
          .array(
            z.looseObject({
              name: z.string(),
              limit: z.looseObject({ rate: TykNumber.default(0), per: TykNumber.default(0) }),
            }),
          )
          .default([]),
      }),
    )
    .optional(),
})

/**
 * Tyk's policy. A rate of 0 or less and a quota of 0 or less mean no limit; `key_expires_in` is in
 * seconds, 0 or less for never; `per` and `quota_renewal_rate` are in seconds. Numbers are as Go has them
 * where nothing is said: 0, which to Tyk is the same.
 *
 * @see [Tyk: policies](https://tyk.io/docs/basic-config-and-security/security/security-policies/)
 */
const PolicyMembers = z
  .looseObject({
    id: Id,
    name: z.string().trim().min(1, 'Give the policy a name.').max(200),
    org_id: z.string().optional(),
    rate: TykNumber.default(0),
    per: TykNumber.default(0),
    quota_max: TykNumber.int().default(0),
    quota_renewal_rate: TykNumber.int().default(0),
    key_expires_in: TykNumber.int().default(0),
    active: z.boolean().optional(),
    is_inactive: z.boolean().default(false),
    tags: z.array(z.string()).default([]),
    partitions: z
      .looseObject({
        quota: z.boolean().optional(),
        rate_limit: z.boolean().optional(),
        complexity: z.boolean().optional(),
        acl: z.boolean().optional(),
        per_api: z.boolean().optional(),
      })
      .optional(),
    throttle_interval: Limits.shape.throttle_interval,
    throttle_retry_limit: Limits.shape.throttle_retry_limit,
    access_rights: z.record(z.string(), Right).default({}),
  })
  .meta({ id: 'Policy', description: "Tyk's policy" })

/**
 * A policy as it comes from outside; a null in it is a member left out, as in Go. Tyk asks for no name;
 * people do, and get the id.
 */
export const Policy = z.preprocess((value: z.input<typeof PolicyMembers>) => {
  const policy = dropNulls(value)
  const isNameless = typeof policy === 'object' && !Object.hasOwn(policy, 'name')
  return isNameless ? { ...policy, name: policy.id } : policy
}, PolicyMembers)

export type Policy = z.infer<typeof Policy>
