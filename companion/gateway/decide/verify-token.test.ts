import { createPublicKey } from 'node:crypto'
import type { JWK } from 'jose'
import { expect, test } from 'vitest'
import { compileTestApi } from '../test/compile-test-api.ts'
import { type KeySetStore, createKeySetStore } from '../jwks/key-set-store.ts'
import { KeySetProblem } from '../jwks/key-set-problem.ts'
import { readKeySet } from '../jwks/key-set.ts'
import { createSigner } from '../test/test-gateway.ts'
import { readAgeSeconds, verifyToken } from './verify-token.ts'

const rsa = await createSigner('key-1')
const ec = await createSigner('key-2', 'ES256')
const URL_OF_KEYS = 'http://idp.test/keys'
const NOW_MS = 1_000_000

/** A store that gets this answer whenever it asks. */
function openStore(answer: () => unknown): KeySetStore {
  return createKeySetStore({
    now: () => NOW_MS,
    fetchText: () => Promise.resolve(JSON.stringify(answer())),
  })
}

const holding = (...keys: readonly JWK[]) => openStore(() => ({ keys }))

interface Asked {
  keySets?: KeySetStore
  text: string
  kid?: string | undefined
  algorithm?: string
  change?: Record<string, unknown>
}

const verify = ({ keySets = holding(rsa.jwk), text, change, ...token }: Asked) =>
  verifyToken(
    { keySets, now: () => NOW_MS + 7400 },
    {
      api: compileTestApi({ jwt_source: btoa(URL_OF_KEYS), ...change }),
      text,
      token: { algorithm: 'RS256', kid: 'key-1', claims: {}, sizeBytes: 0, ...token },
      verdict: 'verdict-1',
    },
  )

/** The same token with another signature. */
const forge = (token: string) => `${token.slice(0, -8)}AAAAAAAA`

const member = (name: string) => ({ code: 'member', facts: { name } })
const NOT_AUTHORIZED = { refused: true, status: 403, error: 'Key not authorized' }

test('a signature of a key in the set is good, and the set is handed back', async () => {
  const set = await verify({ text: await rsa.sign() })
  expect(set).toMatchObject({ name: URL_OF_KEYS, fetchedAtMs: NOW_MS })
})

test('another signature is refused as such', async () => {
  expect(await verify({ text: forge(await rsa.sign()) })).toMatchObject({
    ...NOT_AUTHORIZED,
    check: 'signature',
    evidence: [{ value: 'key-1' }, { value: 'RS256' }],
  })
})

test('an API without keys is told so', async () => {
  const refused = await verify({ text: await rsa.sign(), change: { jwt_source: '' } })
  expect(refused).toMatchObject({
    ...NOT_AUTHORIZED,
    check: 'key',
    evidence: [{ label: member('jwt_source'), value: { code: 'EMPTY' } }],
    causes: [{ code: 'JWKS_URI_MISSING' }],
  })
})

test('a key that the set lacks is refused with what the set has, and its age', async () => {
  const text = await ec.sign()
  expect(await verify({ text, kid: 'key-9' })).toMatchObject({
    ...NOT_AUTHORIZED,
    check: 'key',
    evidence: [
      { value: 'key-9' },
      { value: URL_OF_KEYS },
      { value: 'key-1' },
      { label: 'keySetAge', value: { code: 'SECONDS', facts: { seconds: 7 } } },
    ],
    causes: [{ code: 'KEYS_CHANGED' }, { code: 'KEYS_OF_OTHER_PROVIDER' }],
  })
})

test('a key that was left out of the set is told with the reason', async () => {
  const keySets = holding({ ...rsa.jwk, use: 'enc' }, ec.jwk)
  expect(await verify({ text: await rsa.sign(), keySets })).toMatchObject({
    ...NOT_AUTHORIZED,
    check: 'key',
    code: 'KEY_DROPPED',
    facts: { problem: { code: 'KEY_NOT_FOR_SIGNATURES' } },
  })
})

test('a token without kid is not tried with the keys of a set', async () => {
  const text = await rsa.sign()
  expect(await verify({ text, kid: undefined })).toMatchObject({
    check: 'key',
    evidence: [{ label: member('kid'), value: '' }, {}, {}, {}],
  })
})

test('a key of another kind than the token’s algorithm cannot be used', async () => {
  const text = rsa.signText('{"alg":"RS256","kid":"key-2"}', '{}')
  const keySets = holding(rsa.jwk, ec.jwk)
  expect(await verify({ text, keySets, kid: 'key-2' })).toMatchObject({
    ...NOT_AUTHORIZED,
    check: 'key',
    code: 'KEY_UNUSABLE',
    facts: { kid: 'key-2', algorithm: 'RS256' },
    evidence: [{ value: 'key-2' }, { value: URL_OF_KEYS }],
  })
})

test('an algorithm outside the API’s family is refused, though the signature is good', async () => {
  const change = { jwt_signing_method: 'ecdsa' }
  expect(await verify({ text: await rsa.sign(), change })).toMatchObject({
    ...NOT_AUTHORIZED,
    check: 'key',
    code: 'KEY_UNUSABLE',
    facts: { algorithm: 'RS256' },
  })
})

test('a provider that fails: its failure, and when to call again', async () => {
  const keySets = openStore(() => {
    throw new KeySetProblem({ code: 'KEY_SET_STATUS', facts: { status: 500 } })
  })
  expect(await verify({ text: await rsa.sign(), keySets })).toMatchObject({
    ...NOT_AUTHORIZED,
    check: 'key',
    retryAfterSeconds: expect.any(Number),
    evidence: [
      { value: URL_OF_KEYS },
      { label: 'failure', value: { code: 'KEY_SET_STATUS', facts: { status: 500 } } },
    ],
    causes: [{ code: 'JWKS_URI_WRONG' }, { code: 'PROVIDER_DOWN' }],
  })
})

/** A store that notes what it is asked, and knows nothing. */
function openEmptyStore() {
  const asked: unknown[] = []
  const keySets: KeySetStore = {
    peek: () => undefined,
    isCurrent: () => false,
    find: (question) => {
      asked.push(question)
      return Promise.resolve({ keySet: undefined, failure: undefined, retryAfterSeconds: 3 })
    },
    clear: () => undefined,
  }
  return { asked, keySets }
}

test('a store that says nothing: no answer came', async () => {
  const { keySets } = openEmptyStore()
  expect(await verify({ text: '', keySets })).toMatchObject({
    check: 'key',
    retryAfterSeconds: 3,
    evidence: [{}, { value: { code: 'KEY_SET_NO_ANSWER' } }],
  })
})

const quirk = (name: string) => ({ config_data: { dcr_lab: { quirks: [name] } } })

test.each([
  [false, undefined],
  [false, quirk('jwks_plain_url')],
  [true, quirk('jwks_unknown_kid')],
])('the quirk of unknown kids is handed on: %s', async (hasUnknownKidQuirk, change) => {
  const { asked, keySets } = openEmptyStore()
  await verify({ text: '', keySets, ...(change && { change }) })
  expect(asked).toEqual([
    { sources: [URL_OF_KEYS], kid: 'key-1', verdict: 'verdict-1', hasUnknownKidQuirk },
  ])
})

test('with the quirk of plain addresses only the first token passes', async () => {
  const text = await rsa.sign()
  const keySets = holding(rsa.jwk)
  const change = { ...quirk('jwks_plain_url'), jwt_source: URL_OF_KEYS }
  expect(await verify({ text, keySets, change })).toMatchObject({ name: URL_OF_KEYS })
  expect(await verify({ text, keySets, change })).toMatchObject({
    ...NOT_AUTHORIZED,
    check: 'key',
    code: 'JWKS_PLAIN_URL',
    evidence: [{ label: member('jwt_source'), value: URL_OF_KEYS }],
  })
  expect(await verify({ text, keySets, change: { jwt_source: URL_OF_KEYS } })).toMatchObject({
    name: URL_OF_KEYS,
  })
})

const pem = createPublicKey({ key: rsa.jwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' })

test('one key in the definition serves for tokens without kid', async () => {
  const change = { jwt_source: btoa(String(pem)) }
  const text = rsa.signText('{"alg":"RS256"}', '{}')
  expect(await verify({ text, kid: undefined, change })).toMatchObject({
    name: { code: 'JWT_SOURCE_KEY' },
  })
  expect(await verify({ text: forge(text), kid: undefined, change })).toMatchObject({
    check: 'signature',
    evidence: [{ label: member('kid'), value: '' }, {}],
  })
  const other = ec.signText('{"alg":"ES256"}', '{}')
  const ecdsa = { ...change, jwt_signing_method: 'ecdsa' }
  expect(
    await verify({ text: other, kid: undefined, algorithm: 'ES256', change: ecdsa }),
  ).toMatchObject({
    check: 'key',
    code: 'KEY_UNUSABLE',
    facts: { algorithm: 'ES256' },
    evidence: [{ label: member('kid'), value: '' }, {}],
  })
})

test.each([
  [5000, 0],
  [5499, 0],
  [5500, 1],
  [9000, 4],
  [1000, 0],
])('at %i ms a set of 5000 ms is %i s old', (nowMs, ageSeconds) => {
  expect(readAgeSeconds(readKeySet(URL_OF_KEYS, '{"keys":[]}', 5000), nowMs)).toBe(ageSeconds)
})
