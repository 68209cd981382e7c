import { expect, test } from 'vitest'
import type { CustomClaimRule } from '#shared/tyk/oas/oas-jwt.ts'
import { findClaimRuleProblem } from './claim-rules.ts'
import type { JwtRules } from './jwt-rules.ts'
import { compileTestApi } from '../test/compile-test-api.ts'

const { jwt } = compileTestApi()
const find = (claims: Record<string, unknown>, change: Partial<JwtRules>, kid = 'key-1') =>
  findClaimRuleProblem({ algorithm: 'RS256', kid, claims, sizeBytes: 0 }, { ...jwt, ...change })
const errorOf = (...asked: Parameters<typeof find>) =>
  find(...asked)?.error.replace('Key not authorized: ', '')

test('an API without rules takes all claims', () => {
  expect(find({}, {})).toBeUndefined()
})

test('a rule that does not hold is refused in Tyk’s words', () => {
  const text = 'JWT ID (jti) claim is required but not present in token'
  expect(find({}, { needsJti: true })).toEqual({
    refused: true,
    check: 'claims',
    status: 401,
    error: `Key not authorized: ${text}`,
    code: 'CLAIM_RULE_BROKEN',
    facts: { problem: text },
    evidence: [],
    causes: [{ code: 'TOKEN_FOR_OTHER_USE' }],
    retryAfterSeconds: undefined,
  })
  expect(find({ jti: '1' }, { needsJti: true })).toBeUndefined()
})

const subjects = (isKidSubject: boolean) => ({ allowedSubjects: ['a', 'b'], isKidSubject })

test.each([
  ['b', false, 'key-1', undefined],
  ['c', false, 'a', 'invalid subject value: c'],
  ['c', true, 'a', undefined],
  ['a', true, 'key-1', 'invalid subject value: key-1'],
  ['a', true, '', undefined],
  ['c', true, '', 'invalid subject value: c'],
  [undefined, true, 'a', undefined],
  [undefined, true, 'c', 'invalid subject value: c'],
  [undefined, true, '', 'no suitable claims for user ID were found'],
  [undefined, false, 'a', 'no suitable claims for user ID were found'],
])('sub %j (kid compared: %s, kid %j): %s', (sub, isKidSubject, kid, problem) => {
  expect(errorOf({ sub }, subjects(isKidSubject), kid)).toBe(problem)
})

test('without a list of subjects any will do', () => {
  expect(find({}, { allowedSubjects: [], isKidSubject: true })).toBeUndefined()
})

const MISSING = 'custom claim a.b is required but not present in token'
const NIL = 'custom claim a.b expects a non nil value'
const NO_MATCH = 'claim a.b value does not match any expected values'
const NOT_CONTAINED = 'claim a.b value does not contain any expected values'

const rule = (type: CustomClaimRule['type'], ...allowedValues: unknown[]): CustomClaimRule => ({
  type,
  allowedValues,
  nonBlocking: false,
})

test.each<[unknown, CustomClaimRule, string | undefined]>([
  [undefined, rule('required'), MISSING],
  [null, rule('required'), NIL],
  ['', rule('required'), undefined],
  [false, rule('required'), undefined],
  [undefined, rule('exact_match', 'x'), MISSING],
  ['y', rule('exact_match', 'x', 'y'), undefined],
  [{ c: [1] }, rule('exact_match', { c: [1] }), undefined],
  ['xy', rule('exact_match', 'x', 'y'), NO_MATCH],
  [['x'], rule('exact_match', 'x'), NO_MATCH],
  ['x', rule('exact_match'), NO_MATCH],
  [undefined, rule('contains', 'x'), MISSING],
  ['axb', rule('contains', 'y', 'x'), undefined],
  ['ab', rule('contains', 'x'), NOT_CONTAINED],
  ['1', rule('contains', 1), NOT_CONTAINED],
  [['a', { c: 1 }], rule('contains', { c: 1 }), undefined],
  [['ax'], rule('contains', 'x'), NOT_CONTAINED],
  [1, rule('contains', 2, 1), undefined],
  [12, rule('contains', 1), NOT_CONTAINED],
  [null, rule('contains', 'x'), NOT_CONTAINED],
])('the claim %j under %j: %s', (value, customRule, problem) => {
  const customClaims = [['a.b', customRule]] as const
  expect(errorOf({ a: { b: value } }, { customClaims })).toBe(problem)
})

test('a rule that only warns blocks nothing, and the ones behind it count', () => {
  const warns = { ...rule('required'), nonBlocking: true }
  expect(find({}, { customClaims: [['x', warns]] })).toBeUndefined()
  const both = [
    ['x', warns],
    ['a.b', rule('required')],
    ['y', rule('required')],
  ] as const
  expect(errorOf({}, { customClaims: both })).toBe(MISSING)
})

test('a path that Tyk cannot read refuses every token', () => {
  const wrong = { wrongClaimPath: 'a/b' }
  expect(errorOf({ 'a/b': 1 }, wrong)).toBe('invalid claim path: a/b')
})

test('jti comes before the subject, the subject before custom claims', () => {
  const all = {
    ...subjects(false),
    needsJti: true,
    customClaims: [['a.b', rule('required')]] as const,
  }
  expect(errorOf({ sub: 'c' }, all)).toContain('jti')
  expect(errorOf({ sub: 'c', jti: '1' }, all)).toContain('subject')
  expect(errorOf({ sub: 'a', jti: '1' }, all)).toBe(MISSING)
})
