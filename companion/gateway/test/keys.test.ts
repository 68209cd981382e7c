import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Lab, type Signer, answerJson, createSigner, openTestGateway } from './test-gateway.ts'

// Another key under the same name, as after a takeover, or of another provider that names keys alike.
let signer: Signer
let impostor: Signer
let lab: Lab
let nowMs: number

beforeAll(async () => {
  nowMs = Date.now()
  signer = await createSigner('key-1', 'RS256', () => nowMs)
  impostor = await createSigner('key-1', 'RS256', () => nowMs)
  lab = await openTestGateway([signer.jwk], { now: () => nowMs })
})

afterAll(() => lab.close())

beforeEach(() => {
  lab.jwks.answer = answerJson({ keys: [signer.jwk] })
  lab.gateway.clearJwksCache()
})

const readStatus = async (token: string) => (await lab.call('/api/x', { token })).status

/** A token that has passed twice: it is known, and so are its keys. */
async function openKnownToken(): Promise<string> {
  const token = await signer.sign({ exp: Math.floor(nowMs / 1000) + 3600 })
  expect([await readStatus(token), await readStatus(token)]).toEqual([200, 200])
  return token
}

const outlast = () => (nowMs += 241_000)

test.each([
  ['is withdrawn', () => ({ keys: [] })],
  ['has another key under its name', () => ({ keys: [impostor.jwk] })],
])('a known token is refused once its key %s', async (_case, makeKeys) => {
  const token = await openKnownToken()
  lab.jwks.answer = answerJson(makeKeys())
  expect(await readStatus(token)).toBe(200)
  outlast()
  expect(await readStatus(token)).not.toBe(200)
})

test('a known token passes when the same keys are fetched anew', async () => {
  const token = await openKnownToken()
  outlast()
  expect([await readStatus(token), await readStatus(token)]).toEqual([200, 200])
})

test('a known token is refused at once when the cache was cleared and its key is gone', async () => {
  const token = await openKnownToken()
  lab.jwks.answer = answerJson({ keys: [] })
  lab.gateway.clearJwksCache('okta-api')
  expect(await readStatus(token)).not.toBe(200)
})
