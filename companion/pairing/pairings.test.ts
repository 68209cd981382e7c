import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiClient } from '#shared/contract/api-client.ts'
import { createNonce, normalizePairingCode } from '#shared/pairing/pairing-proof.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { beginPairing } from './testing.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

const pair = (code: string) => beginPairing(lab, code)

test('the code from the terminal pairs, once', async () => {
  const code = lab.companion.pairingCode()
  const first = await pair(code)
  expect(first.isCompanionGenuine).toBe(true)
  const { token, pairing } = await first.attempt()
  const paired = createApiClient({ origin: lab.companion.addresses.control, token })
  expect((await paired.listPairings()).map(({ id }) => id)).toContain(pairing.id)
  expect(lab.companion.pairingCode()).not.toBe(code)
  await expect((await pair(code)).attempt()).rejects.toMatchObject({ code: 'PAIRING_REFUSED' })
})

test('the companion’s proof cannot be sent back as the extension’s', async () => {
  const stranger = createApiClient({ origin: lab.companion.addresses.control })
  const clientNonce = createNonce()
  const { nonce, proof } = await stranger.startPairing({ body: { nonce: clientNonce } })
  const body = { name: 'Echo', client_nonce: clientNonce, server_nonce: nonce, proof }
  await expect(stranger.createPairing({ body })).rejects.toMatchObject({ code: 'PAIRING_REFUSED' })
})

test('an answer cannot be used twice', async () => {
  const { attempt } = await pair(lab.companion.pairingCode())
  await attempt()
  await expect(attempt()).rejects.toMatchObject({ code: 'PAIRING_REFUSED' })
})

test('five wrong codes make the code void', async () => {
  const code = lab.companion.pairingCode()
  const codes: string[] = []
  for (let guess = 0; guess < 5; guess += 1) {
    const { attempt } = await pair(`0000-0000-000${guess}`)
    await attempt().catch((error: { code: string }) => codes.push(error.code))
  }
  expect(codes).toContain('PAIRING_LOCKED')
  await expect((await pair(code)).attempt()).rejects.toMatchObject({ code: 'PAIRING_REFUSED' })
})

test('taking a pairing back shuts its token out', async () => {
  const { token, pairing } = await (await pair(lab.companion.pairingCode())).attempt()
  const paired = createApiClient({ origin: lab.companion.addresses.control, token })
  await paired.deletePairing({ params: { pairing: pairing.id } })
  await expect(paired.getStatus()).rejects.toMatchObject({ code: 'PAIRING_REQUIRED' })
})

test('a code survives being read aloud', () => {
  expect(normalizePairingCode(' abcd-efgh oil1 ')).toBe('ABCDEFGH0111')
})
