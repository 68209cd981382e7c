import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { openFrames } from './testing.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

test('a listener that comes back gets what it missed, in order, once', async () => {
  const before = await openFrames(lab)
  await lab.client.createRun({ body: {} })
  const [first] = await before.take(1)
  before.close()
  const second = await lab.client.createRun({ body: {} })
  const third = await lab.client.createRun({ body: {} })
  const back = await openFrames(lab, first?.id)
  const missed = await back.take(2)
  back.close()
  expect(missed.map(({ data }) => (JSON.parse(data) as { id: string }).id)).toEqual([
    second.id,
    third.id,
  ])
})

test('an unknown id is answered with a gap', async () => {
  const stream = await openFrames(lab, 'of-another-life')
  const [frame] = await stream.take(1)
  stream.close()
  expect(frame?.event).toBe('gap')
})
