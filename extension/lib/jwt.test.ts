import { expect, test } from 'vitest'
import { findJwt } from './jwt.ts'

const encode = (value: unknown) =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const TOKEN = `${encode({ alg: 'RS256', kid: 'k1' })}.${encode({ sub: 'c1', scp: ['tyk'] })}`

test.each([
  ['bare', `${TOKEN}.abc`, 'abc'],
  ['in an Authorization header', `Bearer ${TOKEN}.abc`, 'abc'],
  ['with a masked signature', `{"access_token":"${TOKEN}.••••abcd"}`, '••••abcd'],
])('a token %s is read', (_case, text, signature) => {
  expect(findJwt(text)).toEqual({
    header: { alg: 'RS256', kid: 'k1' },
    claims: { sub: 'c1', scp: ['tyk'] },
    signature,
  })
})

test.each([
  ['prose', 'no token here'],
  ['two parts', TOKEN],
  ['parts that are not JSON', 'eyJub3BlIQ.eyJub3BlIQ.x'],
  ['a claims part that is a list', `${encode({ alg: 'none' })}.${encode([1])}.x`],
])('%s is no token', (_case, text) => expect(findJwt(text)).toBeUndefined())
