import { expect, test } from 'vitest'
import { readAllowedUrls } from '../policy/allowed-urls.ts'
import { readEndpointLimits } from '../policy/endpoint-limits.ts'
import type { ApiRight, Entitlement } from '../policy/entitlement.ts'
import { NO_LIMITS } from '../policy/policy-limits.ts'
import { isRefusal } from '../outcome/refusal.ts'
import { createMemoryCounting } from './memory-counting.ts'
import { findPathAccess, findQuota, findRate, readAnswer } from './session.ts'
import { compileTestApi } from '../test/compile-test-api.ts'

const POLICY_IDS = ['one']
const NOW_MS = 5000

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

interface Asked {
  entitlement?: Entitlement
  endsAtMs?: number
  api?: Record<string, unknown>
  method?: string
  path?: string
}

const question = ({
  entitlement = createEntitlement(),
  api,
  method = 'GET',
  path = '/x',
}: Asked) => {
  const compiled = compileTestApi(api)
  const right = entitlement.rights.get(compiled.id)
  const paths: [string, string] = [`/api${path}`, path]
  return { api: compiled, entitlement, right, method, paths }
}

/** What becomes of one request of a new session that ends at `endsAtMs`. */
const judge = async (asked: Asked) => {
  const { entitlement, ...rest } = question(asked)
  const access = findPathAccess({ entitlement, ...rest })
  const answer = await createMemoryCounting(() => 0).enter({
    session: 'one',
    wallMs: NOW_MS,
    policySeconds: 0,
    tokenEndsAtMs: asked.endsAtMs ?? 0,
    policyIds: POLICY_IDS,
    rate: isRefusal(access) ? undefined : findRate({ entitlement, ...rest }, access),
    quota: isRefusal(access) ? undefined : findQuota(rest, access),
    shownQuota: undefined,
    last: undefined,
  })
  return readAnswer(answer, { access, entitlement, nowMs: NOW_MS })
}

test('an inactive policy is refused before an ended session', async () => {
  const entitlement = createEntitlement({}, { isInactive: true })
  expect(await judge({ entitlement, endsAtMs: 1 })).toMatchObject({
    check: 'key_state',
    status: 403,
  })
})

test.each([
  [4999, 401],
  [5000, undefined],
  [0, undefined],
])('at 5000 ms a session that ends at %i ms is answered with %s', async (endsAtMs, status) => {
  expect((await judge({ endsAtMs }))?.status).toBe(status)
})

test('an ended session is refused before a missing right', async () => {
  const entitlement = createEntitlement({}, { rights: new Map() })
  expect((await judge({ entitlement, endsAtMs: 1 }))?.check).toBe('key_state')
  expect(await judge({ entitlement })).toMatchObject({
    check: 'access_right',
    error: 'Access to this API has been disallowed',
  })
})

test('a path is allowed whole or by its part behind the listen path', async () => {
  const judgeFor = (url: string, path: string) => {
    const entitlement = createEntitlement({ urls: readAllowedUrls([{ url, methods: ['GET'] }]) })
    return judge({ entitlement, path })
  }
  expect(await judgeFor('^/x$', '/x')).toBeUndefined()
  expect(await judgeFor('^/api/x$', '/x')).toBeUndefined()
  expect(await judgeFor('^/x$', '/y')).toMatchObject({
    check: 'access_right',
    error: 'Access to this resource has been disallowed',
    facts: { method: 'GET', path: '/y' },
  })
})

const RATED = { ...NO_LIMITS, rate: 2, perSeconds: 10 }

const rateOf = (asked: Asked) => {
  const asking = question(asked)
  const access = findPathAccess(asking)
  return isRefusal(access) ? undefined : findRate(asking, access)
}

test('a rate counts under the scope of the right and the revision of the policies', () => {
  const entitlement = createEntitlement({ limits: RATED })
  expect(rateOf({ entitlement })).toEqual({ key: 's', rate: 2, perSeconds: 10, revision: 'r1' })
  expect(rateOf({})).toBeUndefined()
  expect(rateOf({ entitlement, api: { disable_rate_limit: true } })).toBeUndefined()
})

test('an endpoint’s rate takes the place of the right’s, and counts by itself', () => {
  const methods = [{ name: 'GET', limit: { rate: 1, per: 10 } }]
  const endpoints = readEndpointLimits([{ path: '/x/{id}', methods }])
  const entitlement = createEntitlement({ limits: RATED, endpoints })
  expect(rateOf({ entitlement, path: '/x/7' })).toMatchObject({ key: 's GET /x/{id}', rate: 1 })
  expect(rateOf({ entitlement, path: '/x/7', method: 'PUT' })?.key).toBe('s')
  expect(rateOf({ entitlement, path: '/y' })?.key).toBe('s')
})

test('a quota counts under the scope of the right', () => {
  const limits = { ...NO_LIMITS, quotaMax: 2, quotaRenewsAfterSeconds: 60 }
  const entitlement = createEntitlement({ limits })
  const quotaOf = (api?: Record<string, unknown>) => {
    const { right, ...rest } = question({ entitlement, ...(api && { api }) })
    return right && findQuota(rest, right)
  }
  expect(quotaOf()).toEqual({ key: 's', max: 2, renewsAfterSeconds: 60 })
  expect(quotaOf({ disable_quota: true })).toBeUndefined()
})

test('refusals by rate and quota say when to come again, in whole seconds', () => {
  const limits = { ...RATED, quotaMax: 2 }
  const entitlement = createEntitlement({ limits })
  const access = entitlement.rights.get('okta-api')
  if (!access) throw new RangeError('The entitlement has no right')
  const session = { startedAtMs: 0, endsAtMs: 0 }
  const window = { startedAtMs: 0, used: 2, rate: 2, perSeconds: 10, revision: 'r1' }
  const context = { access, entitlement, nowMs: NOW_MS }
  const base = { session, window, windowAgeMs: 2001, quota: undefined }
  expect(readAnswer({ ...base, refusedBy: 'rate' }, context)).toMatchObject({
    check: 'rate',
    status: 429,
    retryAfterSeconds: 8,
  })
  const quota = { used: 2, renewsAtMs: 9000 }
  expect(readAnswer({ ...base, quota, refusedBy: 'quota' }, context)).toMatchObject({
    check: 'quota',
    status: 403,
    retryAfterSeconds: 4,
  })
})
