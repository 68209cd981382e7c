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
const DAMAGED = {
  text: expect.stringContaining('damaged'),
  fix: { step: 'token', label: 'Get a new token', inputs: {} },
}

test.each(['RS256', 'RS512', 'PS384'])('a token of %s is read', (alg) => {
  expect(readHeader({ ...HEADER, alg })).toEqual({
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
    reason: 'The token is 8193 characters long, more than 8192.',
  })
})

test.each([
  ['', '1 part'],
  ['opaque', '1 part'],
  ['a.b', '2 parts'],
  ['a.b.c.d', '4 parts'],
  [`${write(HEADER)}.`, '4 parts'],
  ['a.b.c.d.e.f', '6 parts'],
])('%s has %s and is refused', (token, count) => {
  expect(readToken(token, RULES)).toEqual({
    ...REFUSED,
    reason: `The token has ${count} between dots; a signed JWT has 3.`,
    evidence: [],
    causes: [{ text: expect.stringContaining('An opaque token was sent') }, DAMAGED],
    retryAfterSeconds: undefined,
  })
})

test('an encrypted token is called so', () => {
  expect(readToken('a.b.c.d.e', RULES)).toMatchObject({
    ...REFUSED,
    reason: 'The token is encrypted (JWE); this gateway reads signed ones.',
    causes: [DAMAGED],
  })
})

const SPELLING = 'is empty or not in the one base64url spelling of its bytes.'

test.each([
  ['', SPELLING],
  ['AB', SPELLING],
  [`${encode('{}')}=`, SPELLING],
  [encode(Buffer.from([0x7b, 0xff, 0x7d])), 'is not UTF-8 text.'],
  [encode('{'), 'is not JSON.'],
  [encode('[]'), 'is not a JSON object.'],
  [encode('"RS256"'), 'is not a JSON object.'],
  [encode('{"alg":"RS256","alg":"RS256"}'), 'has a member name twice.'],
])('the part %j %s', (part, problem) => {
  const { 0: header, 1: claims } = write(HEADER).split('.')
  const refused = { ...REFUSED, evidence: [], causes: [DAMAGED] }
  expect(readToken(`${part}.${claims}.AAAA`, RULES)).toMatchObject({
    ...refused,
    reason: `The header ${problem}`,
  })
  expect(readToken(`${header}.${part}.AAAA`, RULES)).toMatchObject({
    ...refused,
    reason: `The payload ${problem}`,
  })
})

test.each(['', 'A', 'AB', 'AA=='])('the signature %j is refused', (signature) => {
  expect(readToken(write(HEADER, CLAIMS, signature), RULES)).toMatchObject({
    ...REFUSED,
    reason: `The signature ${SPELLING}`,
  })
})

test.each([{ kid: 'key-1' }, { ...HEADER, alg: 256 }, { ...HEADER, alg: ['RS256'] }])(
  'the header %j names no algorithm',
  (header) => {
    expect(readHeader(header)).toMatchObject({
      ...REFUSED,
      reason: 'The header names no algorithm.',
    })
  },
)

const TAKEN_OFF = 'Somebody took the signature off the token.'
const OTHER_KEY = 'The provider signs with another kind of key than the API expects.'

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
])('the algorithm %j is answered with: %s', (alg, error, text) => {
  const algorithms = ['RS256', 'PS256']
  const refused = {
    refused: true,
    check: 'token_shape',
    status: 403,
    error,
    reason: `The token's alg is ${alg}; the API's signing method allows RS256, PS256.`,
    evidence: [
      { label: 'alg', value: alg },
      { label: 'Allowed', value: 'RS256, PS256' },
    ],
    causes: [{ text }],
    retryAfterSeconds: undefined,
  }
  expect(readHeader({ ...HEADER, alg }, { algorithms })).toEqual(refused)
  expect(readToken(write({ ...HEADER, alg }, CLAIMS, ''), { ...RULES, algorithms })).toEqual(
    refused,
  )
})

test.each(['jku', 'jwk', 'x5u', 'x5c', 'zip', 'b64', 'crit', 'cty'])(
  'a header with %s is refused, whatever its value',
  (name) => {
    expect(readHeader({ ...HEADER, [name]: null })).toMatchObject({
      ...REFUSED,
      reason: `The header has "${name}"; a token may not bring its own key or rules.`,
    })
  },
)

const NO_KID = 'The header has no kid, so no key of the set can be chosen.'
const BAD_KID = 'The kid is longer than 256 characters or not plain ASCII text.'

test.each([
  [undefined, NO_KID],
  [null, NO_KID],
  [1, NO_KID],
  ['', NO_KID],
  ['k'.repeat(257), BAD_KID],
  ['k\n', BAD_KID],
  ['\u00e4k', BAD_KID],
  ['k\u00e4', BAD_KID],
])('the kid %j is refused', (kid, reason) => {
  expect(readHeader({ ...HEADER, kid })).toMatchObject({ ...REFUSED, reason })
})

test.each(['k', ' ~', 'k'.repeat(256)])('the kid %j is taken', (kid) => {
  expect(readHeader({ ...HEADER, kid })).toMatchObject({ kid })
})

test('a token may come without kid where the API has one key, with a bad one it may not', () => {
  const rules = { needsKid: false }
  expect(readHeader({ alg: 'RS256' }, rules)).toEqual({
    algorithm: 'RS256',
    kid: undefined,
    claims: CLAIMS,
  })
  expect(readHeader({ ...HEADER, kid: '' }, rules)).toMatchObject({ ...REFUSED, reason: NO_KID })
  expect(readHeader({ ...HEADER, kid: 1 }, rules)).toMatchObject({ ...REFUSED, reason: NO_KID })
})

test('another kind of JWT is refused, and so is what the API’s profile does not take', () => {
  expect(readHeader({ ...HEADER, typ: 'dpop+jwt' })).toMatchObject({
    ...REFUSED,
    reason: 'The typ "dpop+jwt" is not that of an access token.',
  })
  expect(readHeader(HEADER, { profile: 'gluu' })).toMatchObject({
    ...REFUSED,
    reason: expect.stringContaining('client_id is missing'),
  })
})

test('of several faults the header’s own is told first, then the kind, then the profile', () => {
  const reasonOf = (header: Record<string, unknown>) => {
    const token = write(header, { typ: 'ID' })
    return readToken(token, { ...RULES, profile: 'gluu' })
  }
  expect(reasonOf({ alg: 'RS256', typ: 'x' })).toMatchObject({ reason: NO_KID })
  expect(reasonOf({ ...HEADER, typ: 'x' })).toMatchObject({
    reason: expect.stringContaining('typ "x"'),
  })
  expect(reasonOf(HEADER)).toMatchObject({ reason: expect.stringContaining('kind "ID"') })
})
