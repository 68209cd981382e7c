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
  const { client, pairing } = await first.attempt()
  expect((await client.listPairings()).map(({ id }) => id)).toContain(pairing.id)
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

test('of many right answers at once one pairs', async () => {
  const code = lab.companion.pairingCode()
  const before = (await lab.client.listPairings()).length
  const begun = await Promise.all(Array.from({ length: 15 }, () => pair(code)))
  const ended = await Promise.allSettled(begun.map(({ attempt }) => attempt()))
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect((await lab.client.listPairings()).length - before).toBe(1)
  // The fourteen that came too late were no guesses at the new code.
  await expect((await pair(lab.companion.pairingCode())).attempt()).resolves.toBeTruthy()
})

test('the proof of a companion that listens elsewhere is no proof', async () => {
  const code = lab.companion.pairingCode()
  const squatter = 'http://127.0.0.1:1'
  expect((await beginPairing(lab, code, squatter)).isCompanionGenuine).toBe(false)
})

test('taking a pairing back shuts it out', async () => {
  const { client, pairing } = await (await pair(lab.companion.pairingCode())).attempt()
  await client.deletePairing({ params: { pairing: pairing.id } })
  await expect(client.getStatus()).rejects.toMatchObject({ code: 'PAIRING_REQUIRED' })
})

test('a code survives being read aloud', () => {
  expect(normalizePairingCode(' abcd-efgh oil1 ')).toBe('ABCDEFGH0111')
})
