import { expect, test } from 'vitest'
import { readAllowedUrls } from '../policy/allowed-urls.ts'
import { readEndpointLimits } from '../policy/endpoint-limits.ts'
import type { ApiRight, Entitlement } from '../policy/entitlement.ts'
import { NO_LIMITS } from '../policy/policy-limits.ts'
import { type Session, openSession, takeSession } from './session.ts'
import { SmallMap } from '../memory/small-map.ts'
import { compileTestApi } from '../test/compile-test-api.ts'

const POLICY_IDS = ['one']
const NOW = { nowMs: 1000 }

const createEntitlement = (
  right: Partial<ApiRight> = {},
  change: Partial<Entitlement> = {},
): Entitlement => ({
  policyIds: POLICY_IDS,
  problem: undefined,
  expiresInSeconds: 0,
  root: NO_LIMITS,
  isInactive: false,
  revision: 'r1',
  rights: new Map([
    [
      'okta-api',
      {
        urls: [],
        versions: [],
        limits: NO_LIMITS,
        endpoints: [],
        scope: 's',
        rateKey: 's',
        ...right,
      },
    ],
  ]),
  ...change,
})

const endsAfter = (expiresInSeconds: number) => createEntitlement({}, { expiresInSeconds })

test.each([
  [60, 0, 61_000],
  [60, 30, 61_000],
  [60, 90, 90_000],
  [0, 90, 90_000],
  [0, 0, 0],
  [-1, 0, 0],
])(
  'a policy of %i s and a token until %i s: the session ends at %i ms',
  (seconds, exp, endsAtMs) => {
    const session = openSession(undefined, endsAfter(seconds), {
      ...NOW,
      tokenExpiresAtSeconds: exp,
    })
    expect(session).toEqual({
      startedAtMs: 1000,
      endsAtMs,
      policyIds: POLICY_IDS,
      rates: new SmallMap(),
      quotas: new SmallMap(),
      seenInTurn: -1,
    })
  },
)

test('without a token’s end the policy’s counts', () => {
  expect(openSession(undefined, endsAfter(60), NOW).endsAtMs).toBe(61_000)
})

test('a session that goes on unchanged is the same object', () => {
  const session = openSession(undefined, endsAfter(60), NOW)
  expect(openSession(session, endsAfter(60), { nowMs: 9000 })).toBe(session)
})

test('a longer token prolongs a session, which keeps its start and its counters', () => {
  const session = openSession(undefined, endsAfter(60), NOW)
  const later = openSession(session, endsAfter(60), { nowMs: 9000, tokenExpiresAtSeconds: 70 })
  expect(later).toMatchObject({ startedAtMs: 1000, endsAtMs: 70_000, policyIds: POLICY_IDS })
  expect(later.rates).toBe(session.rates)
  expect(later.quotas).toBe(session.quotas)
})

test('other policies are taken over, though the end stays', () => {
  const session = openSession(undefined, endsAfter(60), NOW)
  const other = createEntitlement({}, { expiresInSeconds: 60, policyIds: ['two'] })
  expect(openSession(session, other, NOW)).toMatchObject({
    endsAtMs: 61_000,
    policyIds: ['two'],
  })
})

interface Asked {
  entitlement?: Entitlement
  session?: Partial<Session>
  api?: Record<string, unknown>
  method?: string
  path?: string
  nowMs?: number
  monotonicMs?: number
}

const take = ({
  entitlement = createEntitlement(),
  session,
  api: change,
  path = '/x',
  ...rest
}: Asked) => {
  const api = compileTestApi(change)
  return takeSession({
    api,
    entitlement,
    right: entitlement.rights.get(api.id),
    session: { ...openSession(undefined, endsAfter(0), NOW), ...session },
    method: 'GET',
    paths: [`/api${path}`, path],
    nowMs: 5000,
    monotonicMs: 0,
    ...rest,
  })
}

test('a request that nothing limits takes nothing, and tells its limits', () => {
  expect(take({})).toEqual({ refusal: undefined, limits: NO_LIMITS })
})

test('an inactive policy is refused before an ended session', () => {
  const entitlement = createEntitlement({}, { isInactive: true })
  expect(take({ entitlement, session: { endsAtMs: 1 } }).refusal).toMatchObject({
    check: 'key_state',
    status: 403,
  })
})

test.each([
  [4999, 401],
  [5000, undefined],
  [0, undefined],
])('at 5000 ms a session that ends at %i ms is answered with %s', (endsAtMs, status) => {
  expect(take({ session: { endsAtMs } }).refusal?.status).toBe(status)
})

test('an ended session is refused before a missing right', () => {
  const entitlement = createEntitlement({}, { rights: new Map() })
  expect(take({ entitlement, session: { endsAtMs: 1 } }).refusal?.check).toBe('key_state')
  expect(take({ entitlement }).refusal).toMatchObject({
    check: 'access_right',
    error: 'Access to this API has been disallowed',
  })
})

test('a path is allowed whole or by its part behind the listen path', () => {
  const takeFor = (url: string, path: string) => {
    const entitlement = createEntitlement({ urls: readAllowedUrls([{ url, methods: ['GET'] }]) })
    return take({ entitlement, path }).refusal
  }
  expect(takeFor('^/x$', '/x')).toBeUndefined()
  expect(takeFor('^/api/x$', '/x')).toBeUndefined()
  expect(takeFor('^/x$', '/y')).toMatchObject({
    check: 'access_right',
    error: 'Access to this resource has been disallowed',
    facts: { method: 'GET', path: '/y' },
  })
})

const RATED = { ...NO_LIMITS, rate: 2, perSeconds: 10 }
const window = (used: number, rate = 2) => ({
  startedAtMs: 0,
  used,
  rate,
  perSeconds: 10,
  revision: 'r1',
})

test('a rate counts under the scope of the right and the revision of the policies', () => {
  const entitlement = createEntitlement({ limits: RATED })
  expect(take({ entitlement })).toEqual({
    refusal: undefined,
    limits: RATED,
    rate: { key: 's', window: window(1) },
  })
  const rates = new SmallMap([['s', window(1)]])
  expect(take({ entitlement, session: { rates } }).rate?.window).toEqual(window(2))
})

test('a rate that is used up refuses until its window closes, in whole seconds', () => {
  const entitlement = createEntitlement({ limits: { ...RATED, quotaMax: 5 } })
  const full = { ...window(2), startedAtMs: 500 }
  const rates = new SmallMap([['s', full]])
  const taken = take({ entitlement, session: { rates }, monotonicMs: 2501 })
  expect(taken).toMatchObject({
    refusal: { check: 'rate', status: 429, retryAfterSeconds: 8 },
    rate: { key: 's', window: full },
    limits: { rate: 2 },
  })
  expect(taken.quota).toBeUndefined()
})

test('an API that switches rates off counts none, and tells the limits all the same', () => {
  const entitlement = createEntitlement({ limits: RATED })
  const rates = new SmallMap([['s', window(2)]])
  expect(take({ entitlement, session: { rates }, api: { disable_rate_limit: true } })).toEqual({
    refusal: undefined,
    limits: RATED,
  })
})

test('an endpoint’s rate takes the place of the right’s, and counts by itself', () => {
  const methods = [{ name: 'GET', limit: { rate: 1, per: 10 } }]
  const endpoints = readEndpointLimits([{ path: '/x/{id}', methods }])
  const entitlement = createEntitlement({ limits: RATED, endpoints })
  expect(take({ entitlement, path: '/x/7' })).toEqual({
    refusal: undefined,
    limits: RATED,
    rate: { key: 's GET /x/{id}', window: window(1, 1) },
  })
  expect(take({ entitlement, path: '/x/7', method: 'PUT' }).rate?.key).toBe('s')
  expect(take({ entitlement, path: '/y' }).rate?.key).toBe('s')
})

test('a quota counts under the scope of the right', () => {
  const limits = { ...NO_LIMITS, quotaMax: 2, quotaRenewsAfterSeconds: 60 }
  const entitlement = createEntitlement({ limits })
  expect(take({ entitlement })).toEqual({
    refusal: undefined,
    limits,
    quota: { key: 's', count: { used: 1, renewsAtMs: 65_000 } },
  })
  const quotas = new SmallMap([['s', { used: 2, renewsAtMs: 9000 }]])
  expect(take({ entitlement, session: { quotas } })).toMatchObject({
    refusal: { check: 'quota', status: 403, retryAfterSeconds: 4 },
    quota: { key: 's', count: { used: 2, renewsAtMs: 9000 } },
  })
  expect(take({ entitlement, session: { quotas }, api: { disable_quota: true } })).toEqual({
    refusal: undefined,
    limits,
  })
})

test('a request that the quota refuses has used up one of the rate', () => {
  const entitlement = createEntitlement({ limits: { ...RATED, quotaMax: 1 } })
  const quotas = new SmallMap([['s', { used: 1, renewsAtMs: Infinity }]])
  expect(take({ entitlement, session: { quotas } })).toMatchObject({
    refusal: { check: 'quota' },
    rate: { key: 's', window: window(1) },
  })
})
