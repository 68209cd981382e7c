import { expect, test } from 'vitest'
import type { Facts } from '../decide/facts.ts'
import { NO_LIMITS } from '../policy/policy-limits.ts'
import { buildCallerHeaders } from './response-headers.ts'

const RATES = ['X-RateLimit-Limit', '0', 'X-RateLimit-Remaining', '0', 'X-RateLimit-Reset', '0']
const VERDICT = ['X-DCR-Verdict', 'verdict-1']
const OWN_FIELDS = [...RATES, ...VERDICT]

/** What the caller gets of the upstream's fields. */
function pass(fields: readonly string[], facts: Partial<Facts> = {}): string[] {
  const passed = buildCallerHeaders(fields, 'verdict-1', facts)
  expect(passed.slice(-OWN_FIELDS.length)).toEqual(OWN_FIELDS)
  return passed.slice(0, -OWN_FIELDS.length)
}

test('order, spelling and repetition of the upstream’s fields are kept', () => {
  const fields = ['Set-Cookie', 'a=1', 'x-B', '', 'set-cookie', 'b=2']
  expect(pass(fields)).toEqual(fields)
})

test.each(['Connection', 'Keep-Alive', 'Transfer-Encoding', 'Trailer', 'Upgrade'])(
  '%s of the upstream is left out',
  (name) => {
    expect(pass(['X-A', '1', name, 'x', 'X-B', '2'])).toEqual(['X-A', '1', 'X-B', '2'])
  },
)

test('what the upstream’s Connection names is left out', () => {
  expect(pass(['X-Hop', '1', 'CONNECTION', 'close, x-hop', 'X-A', '2'])).toEqual(['X-A', '2'])
})

test('only Connection can name a field, as a name and not as a value', () => {
  const fields = ['X-Note', 'x-kept', 'X-Kept', 'connection', 'Server', 'x']
  expect(pass(fields)).toEqual(fields)
})

test.each(['x-ratelimit-limit', 'X-RateLimit-Remaining', 'X-RATELIMIT-RESET', 'x-dcr-verdict'])(
  'the upstream’s own %s gives way',
  (name) => {
    expect(pass([name, '99', 'X-A', '1'])).toEqual(['X-A', '1'])
  },
)

test('the upstream’s CORS fields pass where the API has no rules for CORS', () => {
  const fields = ['Access-Control-Allow-Origin', '*', 'X-A', '1']
  expect(pass(fields)).toEqual(fields)
})

test('the API’s CORS fields take the place of the upstream’s, and of no other field', () => {
  const corsHeaders = ['Access-Control-Allow-Origin', 'https://a.test', 'Vary', 'Origin']
  const sent = ['access-control-allow-origin', '*', 'Access-Control-Max-Age', '9', 'X-A', '1']
  const passed = buildCallerHeaders(sent, 'verdict-1', { corsHeaders })
  expect(passed).toEqual(['X-A', '1', ...RATES, ...corsHeaders, ...VERDICT])
})

test('the rate headers say what the session has left', () => {
  const facts = {
    limits: { ...NO_LIMITS, quotaMax: 10 },
    quota: { used: 4, renewsAtMs: 61_000 },
    quotaResetAtMs: 61_000,
  }
  expect(buildCallerHeaders([], 'verdict-1', facts).slice(0, 6)).toEqual([
    'X-RateLimit-Limit',
    '10',
    'X-RateLimit-Remaining',
    '6',
    'X-RateLimit-Reset',
    '61',
  ])
})
