import { expect, test } from 'vitest'
import type { ApiRight, Entitlement } from '../policy/entitlement.ts'
import { readAllowedUrls } from '../policy/allowed-urls.ts'
import { NO_LIMITS } from '../policy/policy-limits.ts'
import {
  refuseApi,
  refuseEnded,
  refuseInactive,
  refuseQuota,
  refuseRate,
  refuseUrl,
} from './session-refusals.ts'
import { compileTestApi } from '../test/compile-test-api.ts'

const right: ApiRight = {
  urls: [],
  versions: [],
  limits: NO_LIMITS,
  endpoints: [],
  scope: '',
  rateKey: '',
}
const entitlement: Entitlement = {
  policyIds: ['one', 'two'],
  problem: undefined,
  expiresInSeconds: 60,
  root: NO_LIMITS,
  isInactive: false,
  revision: '',
  rights: new Map(),
}

test('an inactive policy: all policies of the caller are named', () => {
  expect(refuseInactive(entitlement)).toEqual({
    refused: true,
    check: 'key_state',
    status: 403,
    error: 'Key is inactive, please renew',
    code: 'POLICY_INACTIVE',
    facts: { policies: 'one, two' },
    evidence: [{ label: 'policies', value: 'one, two' }],
    causes: [{ code: 'POLICY_SWITCHED_OFF' }],
    retryAfterSeconds: undefined,
  })
})

test('an ended session: when it ended, and how it could last', () => {
  expect(refuseEnded(entitlement, 10_000, 72_400)).toMatchObject({
    check: 'key_state',
    status: 401,
    error: 'Key has expired, please renew',
    code: 'SESSION_ENDED',
    facts: { seconds: 62, allowedSeconds: 60 },
    evidence: [{ label: 'sessionEnded', value: '1970-01-01T00:00:10.000Z' }],
    causes: [{ code: 'TOKEN_WITHOUT_EXP' }, { code: 'KEYS_EXPIRE' }],
    retryAfterSeconds: undefined,
  })
})

test('no right for an API: which ones there are', () => {
  const rights = new Map([
    ['a', right],
    ['b', right],
  ])
  expect(refuseApi(compileTestApi(), { ...entitlement, rights })).toMatchObject({
    check: 'access_right',
    status: 403,
    error: 'Access to this API has been disallowed',
    code: 'API_NOT_GRANTED',
    facts: { granted: 'a, b', api: 'okta-api' },
    evidence: [
      { label: 'accessRights', value: 'a, b' },
      { label: 'api', value: 'okta-api' },
    ],
    causes: [{ code: 'POLICY_FOR_OTHER_API' }],
  })
  expect(refuseApi(compileTestApi(), entitlement)).toMatchObject({
    facts: { granted: { code: 'NO_API' }, api: 'okta-api' },
    evidence: [{ value: { code: 'NONE' } }, {}],
  })
})

test('a path that is not allowed: which ones are, unreadable patterns called so', () => {
  const urls = readAllowedUrls([
    { url: '/x', methods: ['GET', 'PUT'] },
    { url: '/y(', methods: ['GET'] },
  ])
  expect(refuseUrl({ ...right, urls }, 'POST', '/z')).toMatchObject({
    check: 'access_right',
    status: 403,
    error: 'Access to this resource has been disallowed',
    code: 'URL_NOT_GRANTED',
    facts: { method: 'POST', path: '/z' },
    evidence: [
      {
        label: 'allowedPaths',
        value: ['GET|PUT /x', { code: 'UNREADABLE_URL', facts: { methods: 'GET' } }],
      },
    ],
    causes: [{ code: 'POLICY_RESTRICTS_PATHS' }],
  })
  expect(refuseUrl(right, 'GET', '').facts).toEqual({ method: 'GET', path: '/' })
})

test('a rate that is used up: what was used, and when to call again', () => {
  const window = { startedAtMs: 0, used: 2, rate: 3, perSeconds: 10, revision: '' }
  expect(refuseRate(window, 7)).toMatchObject({
    check: 'rate',
    status: 429,
    error: 'Rate Limit Exceeded',
    code: 'RATE_EXCEEDED',
    facts: { rate: 3, perSeconds: 10, waitSeconds: 7, used: 2 },
    retryAfterSeconds: 7,
    evidence: [
      { label: 'used', value: { code: 'USED_OF', facts: { used: 2, limit: 3 } } },
      { label: 'opensIn', value: { code: 'SECONDS', facts: { seconds: 7 } } },
    ],
    causes: [{ code: 'RATE_IS_SHARED' }],
  })
})

test('a quota that is used up: when it renews, in whole seconds and rounded up', () => {
  expect(refuseQuota({ used: 4, renewsAtMs: 61_001 }, 5, 1000)).toMatchObject({
    check: 'quota',
    status: 403,
    error: 'Quota exceeded',
    code: 'QUOTA_EXCEEDED',
    facts: { quota: 5, renews: '1970-01-01T00:01:01.001Z' },
    retryAfterSeconds: 61,
    evidence: [
      { label: 'used', value: { code: 'USED_OF', facts: { used: 4, limit: 5 } } },
      { label: 'renews', value: '1970-01-01T00:01:01.001Z' },
    ],
    causes: [{ code: 'POLICY_HAS_QUOTA' }],
  })
})

test('a quota that never renews: no wait is told', () => {
  expect(refuseQuota({ used: 5, renewsAtMs: Infinity }, 5, 1000)).toMatchObject({
    facts: { quota: 5, renews: { code: 'NEVER' } },
    retryAfterSeconds: undefined,
    evidence: [{}, { value: { code: 'NEVER' } }],
  })
})
