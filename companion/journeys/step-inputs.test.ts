import { expect, test } from 'vitest'
import type { RunRecord } from '../store/schema.ts'
import { checkInputs, partInputs } from './step-inputs.ts'

const run = { id: 'r', journey: 'dcr', target: 'provider', provider: 'okta' } as RunRecord

test.each([
  ['SSWS 00abc', '00abc'],
  [' ssws  00abc\n', '00abc'],
  ['Authorization: SSWS 00abc', '00abc'],
  ['Bearer 00abc', '00abc'],
  ['00abc', '00abc'],
  ['two words', 'two words'],
])('a token pasted as "%s" is kept as "%s"', (pasted, kept) => {
  expect(partInputs(run, 'api-token', { api_token: pasted }).secrets).toEqual({ api_token: kept })
  expect(partInputs(run, 'dcr-settings', { initial_access_token: pasted }).secrets).toEqual({
    initial_access_token: kept,
  })
})

test('a password is kept as it was typed', () => {
  const { secrets } = partInputs(run, 'developer', { password: ' Bearer of news ' })
  expect(secrets).toEqual({ password: ' Bearer of news ' })
})

test('a bare host is completed', () => {
  const plain = { idp_host: 'dev-1.okta.com' }
  const inputs = checkInputs(run, 'api-token', {
    plain,
    secrets: { api_token: 'x' },
    separator: ';',
  })
  expect(inputs['idp_host']).toBe('https://dev-1.okta.com')
})

test('an empty scope gets one sentence', () => {
  const check = (): unknown =>
    checkInputs(run, 'scope', { plain: { scope: '' }, secrets: {}, separator: ';' })
  const issues = [{ field: 'scope', rule: 'too_small', message: 'Name the scope.' }]
  expect(check).toThrow(
    expect.objectContaining({ options: expect.objectContaining({ issues }) as unknown }),
  )
})
