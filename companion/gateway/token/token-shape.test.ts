import { expect, test } from 'vitest'
import { compileTestApi } from '../test/compile-test-api.ts'
import { readToken } from './token-shape.ts'

const { jwt: RULES } = compileTestApi()
const HEADER = { alg: 'RS256', kid: 'key-1' }
const CLAIMS = { sub: 'client-1' }

const encode = (value: string | Buffer) => Buffer.from(value).toString('base64url')
const write = (header: unknown, claims: unknown = CLAIMS, signature = 'AAAA') =>
  [encode(JSON.stringify(header)), encode(JSON.stringify(claims)), signature].join('.')
const readHeader = (header: unknown, change: Partial<typeof RULES> = {}) =>
  readToken(write(header), { ...RULES, ...change })

const REFUSED = {
  refused: true,
  check: 'token_shape',
  status: 403,
  error: 'Key not authorized',
}
const DAMAGED = { code: 'TOKEN_DAMAGED' }

test.each(['RS256', 'RS512', 'PS384'])('a token of %s is read', (alg) => {
  expect(readHeader({ ...HEADER, alg })).toMatchObject({
    algorithm: alg,
    kid: 'key-1',
    claims: CLAIMS,
  })
})

test('a payload that cannot be read is told before the algorithm', () => {
  const [head] = write({ ...HEADER, alg: 'HS256' }).split('.')
  expect(readToken(`${head}.${encode('no JSON')}.AAAA`, RULES)).toMatchObject(REFUSED)
})

test('a token of 8192 characters is read, one of 8193 is refused', () => {
  const head = write(HEADER, CLAIMS, '')
  const fill = 8192 - head.length
  const filled = fill % 4 === 1 ? write({ ...HEADER, x: '' }, CLAIMS, '') : head
  const token = filled.padEnd(8192, 'A')
  expect(readToken(token, RULES)).toMatchObject({ kid: 'key-1' })
  expect(readToken(`${token}A`, RULES)).toMatchObject({
    ...REFUSED,
    code: 'TOKEN_TOO_LONG',
    facts: { length: 8193, limit: 8192 },
  })
})

test.each([
  ['', 1],
  ['opaque', 1],
  ['a.b', 2],
  ['a.b.c.d', 4],
  [`${write(HEADER)}.`, 4],
  ['a.b.c.d.e.f', 6],
])('%s has %i parts and is refused', (token, count) => {
  expect(readToken(token, RULES)).toEqual({
    ...REFUSED,
    code: 'TOKEN_PARTS',
    facts: { count },
    evidence: [],
    causes: [{ code: 'TOKEN_OPAQUE' }, DAMAGED],
    retryAfterSeconds: undefined,
  })
})

test('an encrypted token is called so', () => {
  expect(readToken('a.b.c.d.e', RULES)).toMatchObject({
    ...REFUSED,
    code: 'TOKEN_ENCRYPTED',
    causes: [DAMAGED],
  })
})

const SPELLING = { code: 'PART_NOT_BASE64URL', facts: {} }
const json = (problem: string) => ({
  code: 'PART_NOT_STRICT_JSON',
  facts: { problem: { code: problem } },
})

test.each([
  ['', SPELLING],
  ['AB', SPELLING],
  [`${encode('{}')}=`, SPELLING],
  [encode(Buffer.from([0x7b, 0xff, 0x7d])), { code: 'PART_NOT_UTF8', facts: {} }],
  [encode('{'), json('JSON_SYNTAX')],
  [encode('[]'), json('JSON_NOT_OBJECT')],
  [encode('"RS256"'), json('JSON_NOT_OBJECT')],
  [encode('{"alg":"RS256","alg":"RS256"}'), json('JSON_MEMBER_TWICE')],
])('the part %j is refused: %j', (part, { code, facts }) => {
  const { 0: header, 1: claims } = write(HEADER).split('.')
  const refused = { ...REFUSED, evidence: [], causes: [DAMAGED] }
  expect(readToken(`${part}.${claims}.AAAA`, RULES)).toMatchObject({
    ...refused,
    code,
    facts: { ...facts, part: { code: 'TOKEN_HEADER' } },
  })
  expect(readToken(`${header}.${part}.AAAA`, RULES)).toMatchObject({
    ...refused,
    code,
    facts: { ...facts, part: { code: 'TOKEN_PAYLOAD' } },
  })
})

test.each(['', 'A', 'AB', 'AA=='])('the signature %j is refused', (signature) => {
  expect(readToken(write(HEADER, CLAIMS, signature), RULES)).toMatchObject({
    ...REFUSED,
    code: 'SIGNATURE_NOT_BASE64URL',
  })
})

test.each([{ kid: 'key-1' }, { ...HEADER, alg: 256 }, { ...HEADER, alg: ['RS256'] }])(
  'the header %j names no algorithm',
  (header) => {
    expect(readHeader(header)).toMatchObject({
      ...REFUSED,
      code: 'ALGORITHM_MISSING',
    })
  },
)

const TAKEN_OFF = 'SIGNATURE_STRIPPED'
const OTHER_KEY = 'SIGNED_WITH_OTHER_FAMILY'

test.each([
  ['none', 'Key not authorized: Unexpected signing method', TAKEN_OFF],
  ['HS256', 'Key not authorized: Unexpected signing method', OTHER_KEY],
  ['ES512', 'Key not authorized: Unexpected signing method', OTHER_KEY],
  ['EdDSA', 'Key not authorized: Unexpected signing method', OTHER_KEY],
  ['None', 'Key not authorized', OTHER_KEY],
  ['rs256', 'Key not authorized', OTHER_KEY],
  ['RS1024', 'Key not authorized', OTHER_KEY],
  ['HS256x', 'Key not authorized', OTHER_KEY],
  ['', 'Key not authorized', OTHER_KEY],
])('the algorithm %j is answered with: %s', (alg, error, code) => {
  const algorithms = ['RS256', 'PS256']
  const refused = {
    refused: true,
    check: 'token_shape',
    status: 403,
    error,
    code: 'ALGORITHM_REFUSED',
    facts: { alg, allowed: 'RS256, PS256' },
    evidence: [
      { label: { code: 'member', facts: { name: 'alg' } }, value: alg },
      { label: 'allowed', value: 'RS256, PS256' },
    ],
    causes: [{ code }],
    retryAfterSeconds: undefined,
  }
  expect(readHeader({ ...HEADER, alg }, { algorithms })).toEqual(refused)
  expect(readToken(write({ ...HEADER, alg }, CLAIMS, ''), { ...RULES, algorithms })).toEqual(
    refused,
  )
})

test.each(['jku', 'jwk', 'x5u', 'x5c', 'cty'])('a header with %s is read without it', (name) => {
  expect(readHeader({ ...HEADER, [name]: 'http://evil.test' })).not.toMatchObject(REFUSED)
})

test.each(['zip', 'b64', 'crit'])('a header with %s is refused, whatever its value', (name) => {
  expect(readHeader({ ...HEADER, [name]: null })).toMatchObject({
    ...REFUSED,
    code: 'HEADER_MEMBER_FORBIDDEN',
    facts: { member: name },
  })
})

const NO_KID = 'KID_MISSING'
const BAD_KID = 'KID_INVALID'

test.each([
  [undefined, NO_KID],
  [null, NO_KID],
  [1, NO_KID],
  ['', NO_KID],
  ['k'.repeat(257), BAD_KID],
  ['k\n', BAD_KID],
  ['\u00e4k', BAD_KID],
  ['k\u00e4', BAD_KID],
])('the kid %j is refused', (kid, code) => {
  expect(readHeader({ ...HEADER, kid })).toMatchObject({ ...REFUSED, code })
})

test.each(['k', ' ~', 'k'.repeat(256)])('the kid %j is taken', (kid) => {
  expect(readHeader({ ...HEADER, kid })).toMatchObject({ kid })
})

test('a token may come without kid where the API has one key, with a bad one it may not', () => {
  const rules = { needsKid: false }
  expect(readHeader({ alg: 'RS256' }, rules)).toMatchObject({
    algorithm: 'RS256',
    kid: undefined,
    claims: CLAIMS,
  })
  expect(readHeader({ ...HEADER, kid: '' }, rules)).toMatchObject({ ...REFUSED, code: NO_KID })
  expect(readHeader({ ...HEADER, kid: 1 }, rules)).toMatchObject({ ...REFUSED, code: NO_KID })
})

test('another kind of JWT is refused, and so is what the API’s profile does not take', () => {
  expect(readHeader({ ...HEADER, typ: 'dpop+jwt' })).toMatchObject({
    ...REFUSED,
    code: 'TYP_OTHER',
    facts: { typ: 'dpop+jwt' },
  })
  expect(readHeader(HEADER, { profile: 'gluu' })).toMatchObject({
    ...REFUSED,
    code: 'CLAIM_MISSING',
    facts: { claim: 'client_id' },
  })
})

test('of several faults the header’s own is told first, then the kind, then the profile', () => {
  const refusalOf = (header: Record<string, unknown>) => {
    const token = write(header, { typ: 'ID' })
    return readToken(token, { ...RULES, profile: 'gluu' })
  }
  expect(refusalOf({ alg: 'RS256', typ: 'x' })).toMatchObject({ code: NO_KID })
  expect(refusalOf({ ...HEADER, typ: 'x' })).toMatchObject({
    facts: { typ: 'x' },
  })
  expect(refusalOf(HEADER)).toMatchObject({ facts: { kind: 'ID' } })
})

test('a token without kid is explained by the provider that wrote none, not by damage', () => {
  const { kid: _, ...header } = HEADER
  expect(readHeader(header)).toMatchObject({
    ...REFUSED,
    code: NO_KID,
    causes: [{ code: 'KID_NOT_WRITTEN' }],
  })
})
