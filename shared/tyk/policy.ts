import * as z from '../zod.ts'
import { TYK_ID } from './api-definition.ts'

const Id = z.string().regex(TYK_ID, 'Use letters, digits, dot, underscore, hyphen or tilde.')

/**
 * Tyk's policy. A rate of 0 or less and a quota of 0 or less mean no limit; `key_expires_in` is in
 * seconds, 0 for never; `per` and `quota_renewal_rate` are in seconds.
 *
 * @see [Tyk: policies](https://tyk.io/docs/basic-config-and-security/security/security-policies/)
 */
export const Policy = z
  .looseObject({
    id: Id,
    name: z.string().trim().min(1, 'Give the policy a name.').max(200),
    org_id: z.string().default('default'),
    rate: z.number().min(-1).max(1_000_000).default(1000),
    per: z
      .number()
      .min(0)
      .max(86_400 * 31)
      .default(60),
    quota_max: z.number().int().min(-1).max(1_000_000_000).default(-1),
    quota_renewal_rate: z
      .number()
      .int()
      .min(-1)
      .max(86_400 * 366)
      .default(3600),
    key_expires_in: z
      .number()
      .int()
      .min(0)
      .max(86_400 * 3660)
      .default(86_400),
    active: z.boolean().default(true),
    is_inactive: z.boolean().default(false),
    tags: z.array(z.string()).default([]),
    access_rights: z
      .record(
        z.string(),
        z.looseObject({
          api_id: Id,
          api_name: z.string().default(''),
          versions: z.array(z.string()).default(['Default']),
        }),
      )
      .default({}),
  })
  .meta({ id: 'Policy', description: "Tyk's policy" })

export type Policy = z.infer<typeof Policy>
