import { expect, test } from 'vitest'
import { asksForLimits, describeLimits } from './limits-info.ts'
import { NO_LIMITS } from '../policy/policy-limits.ts'
import type { QuotaCount } from './take-quota.ts'

test.each([
  ['/tyk/rate-limits/', true],
  ['/tyk/rate-limits', false],
  ['/tyk/rate-limits/x', false],
  ['/x/tyk/rate-limits/', false],
])('%s asks for the caller’s limits: %s', (rest, expected) => {
  expect(asksForLimits(rest)).toBe(expected)
})

const describe = (count: QuotaCount | undefined) => {
  const limits = { ...NO_LIMITS, rate: 5, perSeconds: 10, quotaMax: 3 }
  const right = { urls: [], versions: [], endpoints: [], limits, scope: 's', rateKey: 's' }
  const reply = describeLimits(right, count, 60_000)
  expect(reply).toMatchObject({
    replied: true,
    status: 200,
    headers: ['Content-Type', 'application/json'],
  })
  expect(reply.text).toMatch(/}\n$/)
  const body = JSON.parse(reply.text) as { quota: unknown; rate_limit: unknown }
  expect(body.rate_limit).toEqual({ requests: 5, per_unit: 10 })
  return body.quota
}
/** Of a session that a JWT made Tyk tells no rest. */
const quota = (quota_renews: number) => ({ quota_max: 3, quota_remaining: 0, quota_renews })

test.each<[string, QuotaCount | undefined, unknown]>([
  ['nothing used', undefined, quota(0)],
  ['some used', { used: 2, renewsAtMs: 61_999 }, quota(61)],
  ['more used than there is now', { used: 9, renewsAtMs: 61_000 }, quota(61)],
  ['a count that never renews', { used: 1, renewsAtMs: Infinity }, quota(0)],
  ['a count that has just renewed', { used: 3, renewsAtMs: 60_000 }, quota(0)],
])('the quota with %s', (_case, count, expected) => {
  expect(describe(count)).toEqual(expected)
})
