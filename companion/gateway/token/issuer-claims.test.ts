import { expect, test } from 'vitest'
import { findAudienceProblem, findIssuerProblem } from './issuer-claims.ts'

const rules = (change: { allowedIssuers?: string[]; allowedAudiences?: string[] } = {}) => ({
  allowedIssuers: [],
  allowedAudiences: [],
  ...change,
})
const ANY = { code: 'ANY_AS_TEXT' }
const issuers = (...allowedIssuers: string[]) => rules({ allowedIssuers })
const audiences = (...allowedAudiences: string[]) => rules({ allowedAudiences })

test.each([
  [undefined, issuers()],
  ['https://any.test', issuers()],
  ['', issuers()],
  ['https://b.test', issuers('https://a.test', 'https://b.test')],
])('the issuer %j fits %j', (iss, allowed) => {
  expect(findIssuerProblem({ iss }, allowed)).toBeUndefined()
})

test.each([
  [undefined, ['a', 'b'], 'issuer claim is required but not present in token', 'a, b'],
  [1, [], 'issuer claim must be a string', ANY],
  [null, ['a'], 'issuer claim must be a string', 'a'],
  [['a'], ['a'], 'issuer claim must be a string', 'a'],
  ['A', ['a'], 'invalid issuer claim: A', 'a'],
])('the issuer %j is refused where %j are allowed', (iss, allowed, text, shown) => {
  expect(findIssuerProblem({ iss }, issuers(...allowed))).toMatchObject({
    refused: true,
    check: 'issuer',
    status: 401,
    error: `Key not authorized: ${text}`,
    code: 'ISSUER_REFUSED',
    facts: { problem: text },
    evidence: [{ label: 'allowed', value: shown }],
    causes: [{ code: 'TOKEN_FOR_OTHER_USE' }],
  })
})

test.each([
  [undefined, audiences()],
  ['any', audiences()],
  [['any', 'other'], audiences()],
  [[], audiences()],
  ['b', audiences('a', 'b')],
  [['x', 'b'], audiences('a', 'b')],
])('the audience %j fits %j', (aud, allowed) => {
  expect(findAudienceProblem({ aud }, allowed)).toBeUndefined()
})

test.each([
  [undefined, ['a', 'b'], 'audience claim is required but not present in token', 'a, b'],
  [1, [], 'invalid audience claim format', ANY],
  [['a', 1], ['a'], 'invalid audience claim format', 'a'],
  [null, ['a'], 'invalid audience claim format', 'a'],
  ['A', ['a'], 'no matching audience found in token: [A]', 'a'],
  [['x', 'y'], ['a'], 'no matching audience found in token: [x y]', 'a'],
  [[], ['a'], 'no matching audience found in token: []', 'a'],
])('the audience %j is refused where %j are allowed', (aud, allowed, text, shown) => {
  expect(findAudienceProblem({ aud }, audiences(...allowed))).toMatchObject({
    refused: true,
    check: 'audience',
    status: 401,
    error: `Key not authorized: ${text}`,
    code: 'AUDIENCE_REFUSED',
    facts: { problem: text },
    evidence: [{ value: shown }],
  })
})
