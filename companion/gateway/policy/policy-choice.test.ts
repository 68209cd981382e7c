import { expect, test } from 'vitest'
import { EN } from '#shared/messages/en/en.ts'
import { createSpeaker } from '#shared/messages/say.ts'
import { Policy } from '#shared/tyk/policy.ts'
import { mergePolicies } from './entitlement.ts'
import { type PolicyQuestion, choosePolicies } from './policy-choice.ts'
import { isRefusal } from '../outcome/refusal.ts'
import { compileTestApi } from '../test/compile-test-api.ts'

const speaker = createSpeaker(EN)
const { BY_CLAIM, BY_DEFAULT, BY_SCOPES } = EN.words
const byDefault = (policies: string) => BY_DEFAULT({ policies })
const byScopes = (scopes: string) => BY_SCOPES({ claim: 'a.scp', scopes })

type Members = Record<string, unknown>

const createPolicy = (id: string, change: Members = {}) =>
  Policy.parse({ id, name: id, access_rights: { 'okta-api': { api_id: 'okta-api' } }, ...change })

const POLICIES = [
  createPolicy('one'),
  createPolicy('two'),
  createPolicy('foreign', { org_id: 'other' }),
  createPolicy('empty', { access_rights: {} }),
]

const API = { jwt_policy_field_name: 'pol', jwt_default_policies: ['one', 'two'] }
const mapped = {
  scopes: { jwt: { scope_claim_name: 'a.scp', scope_to_policy: { read: 'one', write: 'two' } } },
}

const choose = (
  claims: Members,
  change: Members = {},
  previousIds?: PolicyQuestion['previousIds'],
) =>
  choosePolicies({
    rules: compileTestApi({ ...API, ...change }).jwt,
    claims,
    findPolicy: (id) => POLICIES.find((policy) => policy.id === id),
    merge: mergePolicies,
    previousIds,
  })

/** Ids and source, or status and text of the refusal. */
function tell(...asked: Parameters<typeof choose>): string {
  const chosen = choose(...asked)
  return isRefusal(chosen)
    ? `${chosen.status} ${chosen.error}`
    : `${chosen.entitlement.policyIds.join('+')} by ${speaker.value(chosen.source)}`
}

test.each<[Members, Members, string]>([
  [{}, {}, `one+two by ${byDefault('one, two')}`],
  [{ pol: 'two' }, {}, `two by ${BY_CLAIM({ claim: 'pol', policy: 'two' })}`],
  [{ pol: 1 }, {}, `one+two by ${byDefault('one, two')}`],
  [
    { pol: 'two' },
    { jwt_default_policies: [] },
    `two by ${BY_CLAIM({ claim: 'pol', policy: 'two' })}`,
  ],
  [{}, { jwt_default_policies: ['one', 'gone'] }, `one by ${byDefault('one, gone')}`],
])('claims %j and the API %j choose the policies', (claims, change, told) => {
  expect(tell(claims, change)).toBe(told)
})

test.each(['gone', 'foreign'])('the policy %s in a token is as good as none', (pol) => {
  expect(choose({ pol })).toMatchObject({
    refused: true,
    check: 'policy',
    status: 403,
    error: 'key not authorized: no matching policy',
    evidence: [{ label: { code: 'member', facts: { name: 'pol' } }, value: pol }],
  })
})

test('a default that is gone: a new caller and a known one get different answers', () => {
  const change = { jwt_default_policies: ['gone'] }
  expect(choose({}, change)).toMatchObject({
    check: 'policy',
    status: 500,
    error: 'failed to create key: policy not found: "gone"',
    code: 'POLICIES_GONE',
    facts: { policies: 'gone' },
  })
  // With its only policy gone a session is none, and its caller a new one.
  expect(choose({}, change, ['gone'])).toMatchObject({ status: 500 })
  expect(choose({}, change, ['one'])).toMatchObject({
    status: 403,
    error: 'key not authorized: no matching policy',
    evidence: [
      { label: { code: 'member', facts: { name: 'jwt_default_policies' } }, value: 'gone' },
    ],
  })
  expect(tell({}, { jwt_default_policies: ['gone', 'foreign'] })).toBe(
    '500 failed to create key: key has no valid policies to be applied',
  )
})

test('the first of several defaults has to be there, the others may be gone', () => {
  const refused = '403 key not authorized: no matching policy'
  const firstGone = { jwt_default_policies: ['gone', 'one'] }
  expect(tell({}, firstGone)).toBe(refused)
  expect(tell({}, firstGone, ['one'])).toBe(refused)
  const laterGone = { jwt_default_policies: ['one', 'gone'] }
  expect(tell({}, laterGone, ['gone'])).toBe(`one by ${byDefault('one, gone')}`)
})

test('policies that cannot be applied: a new caller, a known one, one whose policies changed', () => {
  const change = { jwt_default_policies: ['empty'] }
  expect(choose({}, change)).toMatchObject({
    check: 'policy',
    status: 500,
    error: 'failed to create key: key has no valid policies to be applied',
    code: 'POLICIES_CLASH',
    facts: { policies: 'empty' },
  })
  expect(choose({}, change, ['empty'])).toMatchObject({ status: 500 })
  expect(choose({}, change, ['one'])).toMatchObject({
    check: 'policy',
    status: 403,
    error: 'key not authorized: could not apply new policy',
    code: 'POLICIES_CLASH',
  })
  expect(tell({ pol: 'empty' }, {}, ['one'])).toBe(
    '403 key not authorized: could not apply new policy',
  )
})

test('without any policy: what the API lacks depends on its scopes and on the caller', () => {
  const none = { jwt_default_policies: [] }
  expect(tell({}, none)).toBe('403 key not authorized: no matching policy found')
  expect(tell({}, none, ['one'])).toBe('403 key not authorized: no matching policy found')
  expect(tell({}, { ...none, ...mapped })).toBe('403 key not authorized: no matching policy found')
  expect(choose({}, { ...none, ...mapped }, ['one'])).toMatchObject({
    check: 'policy',
    status: 403,
    error: 'key not authorized: no scope or policy in token',
    evidence: [{ value: 'a.scp' }],
  })
})

const scp = (value: unknown) => ({ a: { scp: value } })

test.each<[Members, string]>([
  [scp('read'), `one by ${byScopes('read')}`],
  [scp('other write'), `two by ${byScopes('other write')}`],
  [scp(['write', 'read']), `two+one by ${byScopes('write read')}`],
  [scp([['read'], 1]), `one by ${byScopes('read')}`],
  [scp(['read', 'read']), `one by ${byScopes('read read')}`],
  [{ ...scp('read'), pol: 'two' }, `two+one by ${byScopes('read')}`],
  [{ ...scp('none'), pol: 'two' }, `two by ${byScopes('none')}`],
  [scp([]), `one+two by ${byDefault('one, two')}`],
  [scp(1), `one+two by ${byDefault('one, two')}`],
  [{ scope: 'read' }, `one+two by ${byDefault('one, two')}`],
  [scp('none'), '403 key not authorized: no matching policy found in scope claim'],
  [scp(['read write']), '403 key not authorized: no matching policy found in scope claim'],
  [scp(''), '403 key not authorized: no matching policy found in scope claim'],
])('with mapped scopes the claims %j choose: %s', (claims, told) => {
  expect(tell(claims, mapped)).toBe(told)
})

test('several scope claims are literal names, and the first one that the token has counts', () => {
  const { jwt } = compileTestApi(API)
  const policyByScope = new Map([['read', 'one']])
  const scopes = { claims: ['a.scp', 'scope'], isPath: false, policyByScope }
  const source = (claims: Members) => {
    const chosen = choosePolicies({
      rules: { ...jwt, scopes },
      claims,
      findPolicy: (id) => POLICIES.find((policy) => policy.id === id),
      merge: mergePolicies,
      previousIds: undefined,
    })
    return isRefusal(chosen) ? chosen.error : speaker.value(chosen.source)
  }
  expect(source({ scope: 'read' })).toBe(BY_SCOPES({ claim: 'scope', scopes: 'read' }))
  // Chosen by its literal name, and read as a path.
  expect(source({ 'a.scp': 'read', scope: 'read' })).toBe(byDefault('one, two'))
  expect(source({ 'a.scp': 'x', ...scp('read') })).toBe(byScopes('read'))
  expect(source({ ...scp('read') })).toBe(byDefault('one, two'))
})

test('mapped scopes whose policies cannot be applied are refused with their own text', () => {
  const mapTo = (id: string) => ({
    scopes: { jwt: { scope_claim_name: 'scp', scope_to_policy: { read: id } } },
  })
  expect(choose({ scp: 'read' }, mapTo('empty'))).toMatchObject({
    check: 'policy',
    status: 403,
    error: 'key not authorized: could not apply several policies',
    code: 'POLICIES_CLASH',
    facts: { policies: 'empty' },
  })
  expect(choose({ scp: 'read' }, mapTo('gone'))).toMatchObject({
    error: 'key not authorized: could not apply several policies',
    code: 'POLICIES_GONE',
    facts: { policies: 'gone' },
  })
})
