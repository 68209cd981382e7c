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

test('an inactive policy: all policies of the caller are named, and saving one is offered', () => {
  expect(refuseInactive(entitlement)).toEqual({
    refused: true,
    check: 'key_state',
    status: 403,
    error: 'Key is inactive, please renew',
    reason: 'A policy of the caller is inactive: one, two.',
    evidence: [{ label: 'Policies', value: 'one, two' }],
    causes: [
      {
        text: expect.any(String),
        fix: { step: 'policy', label: 'Save it as active', inputs: {} },
      },
    ],
    retryAfterSeconds: undefined,
  })
})

test('an ended session: when it ended, and how it could last', () => {
  expect(refuseEnded(entitlement, 10_000, 72_400)).toMatchObject({
    check: 'key_state',
    status: 401,
    error: 'Key has expired, please renew',
    reason: expect.stringContaining('ended 62 s ago: the policy allows 60 s'),
    evidence: [{ label: 'Session ended', value: '1970-01-01T00:00:10.000Z' }],
    causes: [
      { fix: { step: 'token', label: 'Get a new token', inputs: {} } },
      { fix: { step: 'policy', inputs: { key_expires_in: 0 } } },
    ],
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
    reason: 'The policy gives access to a, b, not to okta-api.',
    evidence: [
      { label: 'Access rights', value: 'a, b' },
      { label: 'API', value: 'okta-api' },
    ],
    causes: [{ fix: { step: 'policy', label: 'Create the policy for this API' } }],
  })
  expect(refuseApi(compileTestApi(), entitlement)).toMatchObject({
    reason: 'The policy gives access to no API, not to okta-api.',
    evidence: [{ value: 'none' }, {}],
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
    reason: "The policy's allowed_urls have no entry for POST /z.",
    evidence: [{ label: 'Allowed paths', value: 'GET|PUT /x, GET (unreadable)' }],
    causes: [{ text: 'The policy restricts the paths of this API.' }],
  })
  expect(refuseUrl(right, 'GET', '').reason).toContain('no entry for GET /.')
})

test('a rate that is used up: what was used, and when to call again', () => {
  const window = { startedAtMs: 0, used: 2, rate: 3, perSeconds: 10, revision: '' }
  expect(refuseRate(window, 7)).toMatchObject({
    check: 'rate',
    status: 429,
    error: 'Rate Limit Exceeded',
    reason: expect.stringContaining('3 requests in 10 s; the next window opens in 7 s'),
    retryAfterSeconds: 7,
    evidence: [
      { label: 'Used', value: '2 of 3' },
      { label: 'Opens in', value: '7 s' },
    ],
    causes: [{ fix: { step: 'policy', inputs: { rate: 0 } } }],
  })
})

test('a quota that is used up: when it renews, in whole seconds and rounded up', () => {
  expect(refuseQuota({ used: 4, renewsAtMs: 61_001 }, 5, 1000)).toMatchObject({
    check: 'quota',
    status: 403,
    error: 'Quota exceeded',
    reason: 'The quota of 5 requests is used up; it renews 1970-01-01T00:01:01.001Z.',
    retryAfterSeconds: 61,
    evidence: [
      { label: 'Used', value: '4 of 5' },
      { label: 'Renews', value: '1970-01-01T00:01:01.001Z' },
    ],
    causes: [{ fix: { step: 'policy', inputs: { quota_max: -1 } } }],
  })
})

test('a quota that never renews: nobody is told to wait', () => {
  expect(refuseQuota({ used: 5, renewsAtMs: Infinity }, 5, 1000)).toMatchObject({
    reason: 'The quota of 5 requests is used up; it renews never.',
    retryAfterSeconds: undefined,
    evidence: [{}, { value: 'never' }],
  })
})
