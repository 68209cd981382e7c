import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { beginPairing } from './testing.ts'
import { WrongCodeLimit } from './wrong-code-limit.ts'

let lab: TestCompanion

beforeEach(async () => {
  lab = await startTestCompanion()
})

afterEach(() => lab.stop())

const guess = async (code: string): Promise<string> =>
  (await beginPairing(lab, code)).attempt().then(
    () => 'PAIRED',
    (error: { code: string }) => error.code,
  )

test('five wrong codes make the code void', async () => {
  const code = lab.companion.pairingCode()
  const codes: string[] = []
  for (let at = 0; at < 5; at += 1) codes.push(await guess(`0000-0000-000${at}`))
  expect(codes).toEqual([...Array.from({ length: 4 }, () => 'PAIRING_REFUSED'), 'PAIRING_LOCKED'])
  expect(await guess(code)).not.toBe('PAIRED')
})

test('a program that guesses and guesses cannot keep a person from pairing', async () => {
  for (let at = 0; at < 5; at += 1) await guess(`0000-0000-000${at}`)
  const read = lab.companion.pairingCode()
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, at) => guess(`0000-0000-${String(at).padStart(4, '0')}`)),
  )
  expect(new Set(answers)).toEqual(new Set(['PAIRING_SLOWED']))
  expect(lab.companion.pairingCode()).toBe(read)
  expect(await guess(read)).toBe('PAIRED')
})

test('a new code lasts two minutes at least, however many wrong codes are sent', () => {
  let now = 0
  const limit = new WrongCodeLimit(() => now)
  const counted: number[] = []
  for (; now < 600_000; now += 100) if (limit.count()) counted.push(now)
  const voided = counted.filter((_, at) => at % 5 === 4)
  expect(voided[0]).toBe(400)
  for (const [at, ms] of voided.slice(1).entries())
    expect(ms - (voided[at] ?? 0)).toBeGreaterThan(120_000)
})
