import { expect, test } from 'vitest'
import { dcr } from '#shared/journeys/journeys.ts'
import type { CauseMessage } from '#shared/messages/catalogue.ts'
import { EN } from '#shared/messages/en/en.ts'
import { DCR_FIXES, createFixFinder } from './fixes.ts'

const KNOWN = { jwksUri: 'http://idp.test/keys', targetUrl: 'http://target.test' }
const find = createFixFinder(DCR_FIXES, { language: EN, known: KNOWN })
const findBlindly = createFixFinder(DCR_FIXES, { language: EN })

test('every fix leads to a step of the journey and changes inputs that the step has', () => {
  for (const code of Object.keys(DCR_FIXES)) {
    const fix = find({ code, facts: { listenPath: '/api/' } } as CauseMessage)
    const step = dcr.steps.find(({ id }) => id === fix?.step)
    const names = step?.fields.map(({ name }) => name) ?? []
    expect([code, names]).toEqual([code, expect.arrayContaining(Object.keys(fix?.inputs ?? {}))])
  }
})

test('a path that is near is called with one button', () => {
  expect(find({ code: 'LISTEN_PATH_NEAR', facts: { listenPath: '/api/' } })).toEqual({
    label: EN.fixes.CALL_PATH({ path: '/api/' }),
    step: 'call-api',
    inputs: { path: '/api/' },
  })
})

test('an address that is known to work is offered; without one the fix only leads to the step', () => {
  const label = EN.fixes.USE_ADDRESS({ address: KNOWN.jwksUri })
  const inputs = { jwks_uri: KNOWN.jwksUri }
  expect(find({ code: 'JWKS_URI_WRONG' })).toEqual({ label, step: 'api', inputs })
  expect(findBlindly({ code: 'JWKS_URI_WRONG' })).toEqual({
    label: EN.fixes.CORRECT_JWKS_URI,
    step: 'api',
    inputs: {},
  })
  expect(find({ code: 'UPSTREAM_SLOW' })?.inputs).toEqual({ target_url: KNOWN.targetUrl })
  expect(findBlindly({ code: 'UPSTREAM_SLOW' })?.label).toBe(EN.fixes.CORRECT_TARGET)
})

test('limits are lifted where the policy stands', () => {
  expect(find({ code: 'RATE_IS_SHARED' })).toMatchObject({ step: 'policy', inputs: { rate: 0 } })
  expect(find({ code: 'POLICY_HAS_QUOTA' })).toMatchObject({ inputs: { quota_max: -1 } })
  expect(find({ code: 'KEYS_EXPIRE' })).toMatchObject({ inputs: { key_expires_in: 0 } })
})

test('a cause outside of the journey has no fix', () => {
  expect(find({ code: 'PROVIDER_DOWN' })).toBeUndefined()
})
