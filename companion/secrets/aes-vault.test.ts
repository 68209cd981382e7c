import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createAesVault } from './aes-vault.ts'

const vault = createAesVault({ id: 'k1', bytes: randomBytes(32) })
const place = { collection: 'registrations', id: 'r1', field: 'client_secret' }

test('a sealed secret comes back', () => {
  expect(vault.open(vault.seal('s3cret ünïcode', place), place)).toBe('s3cret ünïcode')
})

test.each(['half a pair \ud83d', '\udc00', 'a whole pair 😀', '\u0000', '\ufffd'])(
  '%j comes back as it was',
  (secret) => {
    expect(vault.open(vault.seal(secret, place), place)).toBe(secret)
  },
)

test('the envelope does not show the secret and is never the same twice', () => {
  const secret = 'canary-0123456789'
  const [first, second] = [vault.seal(secret, place), vault.seal(secret, place)]
  expect(first).not.toBe(second)
  for (const form of [
    secret,
    Buffer.from(secret).toString('base64url'),
    Buffer.from(secret).toString('hex'),
  ])
    expect(first).not.toContain(form)
})

test.each(['secret', 'half a pair \ud83d'])('every changed character is noticed: %j', (secret) => {
  const envelope = vault.seal(secret, place)
  expect(() => vault.open(`${envelope}.x`, place)).toThrow()
  expect(() => vault.open(`${envelope}.utf16le`, place)).toThrow()
  for (let index = 0; index < envelope.length; index += 1) {
    const other = envelope[index] === 'A' ? 'B' : 'A'
    const changed = envelope.slice(0, index) + other + envelope.slice(index + 1)
    expect(() => vault.open(changed, place), `position ${index}`).toThrow()
  }
})

test.each([
  ['another record', { ...place, id: 'r2' }],
  ['another field', { ...place, field: 'registration_access_token' }],
  ['another collection', { ...place, collection: 'tokens' }],
])('an envelope does not open for %s', (_case, elsewhere) => {
  const envelope = vault.seal('secret', place)
  expect(() => vault.open(envelope, elsewhere)).toThrow(
    expect.objectContaining({ code: 'SECRET_UNAVAILABLE' }),
  )
})

test('another key does not open it', () => {
  const other = createAesVault({ id: 'k1', bytes: randomBytes(32) })
  expect(() => other.open(vault.seal('secret', place), place)).toThrow(
    expect.objectContaining({ code: 'SECRET_UNAVAILABLE' }),
  )
})
