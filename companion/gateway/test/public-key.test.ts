import { createPublicKey } from 'node:crypto'
import type { JsonWebKey } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { EN } from '#shared/messages/en/en.ts'
import { type Lab, type Signer, createSigner, openTestGateway } from './test-gateway.ts'

let signer: Signer
let stranger: Signer
let lab: Lab

beforeAll(async () => {
  signer = await createSigner('key-1')
  stranger = await createSigner('key-1')
})
beforeEach(async () => {
  lab = await openTestGateway([])
})
afterEach(() => lab.close())

function exportKey({ jwk }: Signer, format: 'pem' | 'der'): string {
  const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' })
  return format === 'pem'
    ? btoa(key.export({ format: 'pem', type: 'spki' }) as string)
    : (key.export({ format: 'der', type: 'spki' }) as Buffer).toString('base64')
}

test.each(['pem', 'der'] as const)('a key in the definition, as %s', async (format) => {
  await lab.putApi({ jwt_source: exportKey(signer, format) })
  const token = await signer.sign()
  expect((await lab.call('/api/x', { token })).status).toBe(200)
  expect((await lab.call('/api/x', { token })).status).toBe(200)
  expect((await lab.call('/api/x', { token: await stranger.sign() })).status).toBe(403)
  expect(lab.jwks.fetches).toBe(0)
})

test('a token needs no kid where there is one key', async () => {
  await lab.putApi({ jwt_source: exportKey(signer, 'pem') })
  const token = await signer.sign({}, { kid: undefined })
  expect((await lab.call('/api/x', { token })).status).toBe(200)
})

test('an algorithm of another family than the key', async () => {
  const other = await createSigner('key-1', 'ES256')
  await lab.putApi({ jwt_source: exportKey(other, 'pem') })
  expect((await lab.call('/api/x', { token: await signer.sign() })).status).toBe(403)
})

test('a key that cannot be read refuses, and says so', async () => {
  await lab.putApi({
    jwt_source: btoa('-----BEGIN PUBLIC KEY-----\nxxxx\n-----END PUBLIC KEY-----'),
  })
  const answer = await lab.call('/api/x', { token: await signer.sign() })
  expect(answer.status).toBe(403)
  const [verdict] = lab.verdicts.list(1)
  expect(verdict?.checks.find(({ id }) => id === 'key')?.reason).toContain(
    EN.words.KEY_SET_KEY_UNREADABLE,
  )
})
