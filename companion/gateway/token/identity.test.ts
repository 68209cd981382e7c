import { expect, test } from 'vitest'
import { findPath, findText, readIdentity } from './identity.ts'

test.each([
  ['sub', 'a'],
  ['a.b', '1'],
  ['c.d', '2'],
  ['empty.x', '3'],
  ['constructor', undefined],
  ['a.toString', undefined],
  ['x.y', undefined],
  ['number', undefined],
])('text of the claim %s', (name, value) => {
  const claims = {
    sub: 'a',
    a: { b: '1' },
    'c.d': '2',
    c: { d: '9' },
    'empty.x': '',
    empty: { x: '3' },
    number: 1,
  }
  expect(findText(claims, [name])?.value).toBe(value)
  expect(findText(claims, ['absent', name])?.value).toBe(value)
})

test('a path never finds what is inherited', () => {
  expect(findPath({ a: {} }, 'a.__proto__')).toBeUndefined()
  expect(findPath({ a: null }, 'a.b')).toBeUndefined()
  expect(findPath({ a: ['x'] }, 'a.0')).toBeUndefined()
  expect(findPath({ a: ['x'] }, 'a.length')).toBeUndefined()
  expect(findPath({ a: 'x' }, 'a.0')).toBeUndefined()
})

const read = (claims: Record<string, unknown>, identityClaims: string[] = [], isOas = false) =>
  readIdentity(claims, { identityClaims, isOas })

test('the first identity claim that is text counts, by name or by path', () => {
  const claims = { sub: 's', email: 'e', user: { id: 'u' }, number: 1 }
  expect(read(claims, ['absent', 'number', 'user.id', 'email'])).toEqual({
    claim: 'user.id',
    value: 'u',
  })
})

test('without such a claim sub counts', () => {
  expect(read({ sub: 's' })).toEqual({ claim: 'sub', value: 's' })
  expect(read({ sub: 's', number: 1 }, ['absent', 'number'])).toEqual({ claim: 'sub', value: 's' })
})

test.each<[Record<string, unknown>, string[], boolean, string, string]>([
  [{}, [], false, 'no suitable claims for user ID were found', 'sub'],
  [{ sub: 1 }, ['email', 'id'], false, 'no suitable claims for user ID were found', 'email'],
  [{ sub: '' }, ['email'], false, 'found an empty user ID in sub claim', 'sub'],
  [
    { sub: '' },
    ['email'],
    true,
    'found an empty user ID in predefined base claim, claim: sub',
    'sub',
  ],
  [
    { sub: 's', email: '', id: 'i' },
    ['email', 'id'],
    false,
    'found an empty user ID in predefined base claim, claim: email',
    'email',
  ],
  [
    { sub: 's', 'user.id': '' },
    ['user.id'],
    false,
    'found an empty user ID in predefined base claim, claim: user.id',
    'user.id',
  ],
  [
    { sub: 's', user: { id: '' } },
    ['user.id'],
    false,
    'found an empty user ID in predefined base claim, claim: user.id',
    'user.id',
  ],
])('claims %j name no identity in %j (OAS: %s): %s', (claims, names, isOas, error, source) => {
  expect(read(claims, names, isOas)).toMatchObject({
    refused: true,
    check: 'identity',
    status: 403,
    error,
    code: 'IDENTITY_MISSING',
    facts: { claim: source },
    evidence: [{ label: 'identitySource', value: source }],
    causes: [{ code: 'IDENTITY_CLAIM_NOT_SENT' }],
  })
})
