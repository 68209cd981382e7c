import { expect, test } from 'vitest'
import { readUnlikePair } from './read-refusal.ts'
import { createCall, createVerdict } from './testing.ts'

const encode = (value: unknown): string =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

function callWith(claims: Record<string, unknown>) {
  const call = createCall('a', { status: 401 })
  const token = `${encode({ alg: 'RS256' })}.${encode(claims)}.••••abcd`
  const headers: [string, string][] = [['authorization', `Bearer ${token}`]]
  return { ...call, request: { ...call.request, headers } }
}

test('a wrong audience stands beside the audience that the API accepts', () => {
  const verdict = createVerdict('v', 'audience', {
    state: 'failed',
    evidence: [{ label: 'Allowed', value: 'https://billing.dcr-lab.test' }],
  })
  expect(readUnlikePair(verdict, callWith({ aud: 'api://default' }))).toEqual({
    left: { label: 'The token is for', value: 'api://default' },
    right: { label: 'This API accepts only', value: 'https://billing.dcr-lab.test' },
    sign: '≠',
  })
})

test('an expired token shows two moments, without seconds since the epoch', () => {
  const verdict = createVerdict('v', 'time', {
    state: 'failed',
    evidence: [
      { label: 'exp', value: '1795807325 (2026-11-27T19:22:05.000Z)' },
      { label: 'Gateway clock', value: '1795814525 (2026-11-27T21:22:05.000Z)' },
    ],
  })
  const pair = readUnlikePair(verdict, callWith({}))
  expect(pair?.sign).toBe('<')
  expect(pair?.left.value).toBe(new Date('2026-11-27T19:22:05.000Z').toLocaleTimeString())
  expect(pair?.right.value).toContain('22')
})

test('a check that compares nothing has no pair, and neither has a token without the claim', () => {
  const signature = createVerdict('v', 'signature', { state: 'failed' })
  expect(readUnlikePair(signature, callWith({}))).toBeUndefined()
  const audience = createVerdict('v', 'audience', { state: 'failed' })
  expect(readUnlikePair(audience, callWith({}))).toBeUndefined()
})
