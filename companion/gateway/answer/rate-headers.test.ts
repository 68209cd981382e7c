import { expect, test } from 'vitest'
import { NO_LIMITS } from '../policy/policy-limits.ts'
import { type RateFacts, readRateHeaders } from './rate-headers.ts'
import { compileTestApi } from '../test/compile-test-api.ts'

const limits = { ...NO_LIMITS, quotaMax: 10 }
const window = { startedAtMs: 0, used: 3, rate: 5, perSeconds: 10, revision: '' }
const ofRate = compileTestApi({
  config_data: { dcr_lab: { rate_limit_response_headers: 'rate_limits' } },
})

test.each<[string, RateFacts, string[]]>([
  ['0, 0, 0 on a keyless API', {}, ['0', '0', '0']],
  ['what is left out, 0, 0', { limits: NO_LIMITS }, ['0', '0', '0']],
  ['-1, 0, 0 without a quota', { limits: { ...NO_LIMITS, quotaMax: -1 } }, ['-1', '0', '0']],
  ['a quota that the API switched off', { limits }, ['10', '0', '0']],
  [
    'the quota, what is left of it and its renewal in whole seconds',
    { limits, quota: { used: 4, renewsAtMs: 61_999 }, quotaResetAtMs: 61_999 },
    ['10', '6', '61'],
  ],
  [
    'the time of the request for a quota that never renews',
    { limits, quota: { used: 10, renewsAtMs: Infinity }, quotaResetAtMs: 7999 },
    ['10', '0', '7'],
  ],
  [
    'the quota, though the rate is known, unless the API asks for the rate',
    { limits, rate: window, quota: { used: 1, renewsAtMs: 1000 }, quotaResetAtMs: 1000 },
    ['10', '9', '1'],
  ],
])('the headers say %s', (_case, facts, values) => {
  expect(readRateHeaders(facts)).toEqual(values)
  expect(readRateHeaders({ ...facts, route: { api: compileTestApi(), base: '' } })).toEqual(values)
})

test.each<[string, RateFacts, string[]]>([
  ['the rate that all callers share', { rate: window, rateResetAtMs: 7000 }, ['5', '2', '7']],
  ['nothing without a rate', { limits }, []],
  ['nothing on a keyless API', {}, []],
  [
    'the rate, what is left of it and the end of the window in whole seconds',
    { limits, rate: window, rateResetAtMs: 61_999, quota: { used: 1, renewsAtMs: 1000 } },
    ['5', '2', '61'],
  ],
  ['an end of 0 that is not known', { limits, rate: window }, ['5', '2', '0']],
  ['that nothing is left, never less', { limits, rate: { ...window, used: 7 } }, ['5', '0', '0']],
])('with rate_limits the headers say %s', (_case, facts, values) => {
  expect(readRateHeaders({ ...facts, route: { api: ofRate, base: '' } })).toEqual(values)
})
