import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

interface Frame {
  id: string
  event: string
  data: string
}

/** Reads the stream until `count` frames have come. */
async function readFrames(
  count: number,
  lastEventId?: string,
  act?: () => Promise<unknown>,
): Promise<Frame[]> {
  const abort = new AbortController()
  const response = await fetch(`${lab.companion.addresses.control}/api/events`, {
    headers: {
      authorization: `Bearer ${TEST_TOKEN}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    signal: abort.signal,
  })
  const action = act?.()
  const frames: Frame[] = []
  let text = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(chunk)
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts.filter((one) => one.startsWith('id:')))
      frames.push(
        Object.fromEntries(
          part.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)),
        ) as Frame,
      )
    if (frames.length >= count) break
  }
  abort.abort()
  await action
  return frames
}

test('a listener that comes back gets what it missed, in order, once', async () => {
  const [first] = await readFrames(1, undefined, () => lab.client.createRun({ body: {} }))
  const second = await lab.client.createRun({ body: {} })
  const third = await lab.client.createRun({ body: {} })
  const missed = await readFrames(2, first?.id)
  expect(missed.map(({ data }) => (JSON.parse(data) as { id: string }).id)).toEqual([
    second.id,
    third.id,
  ])
})

test('an id nobody knows is answered with a gap', async () => {
  const [frame] = await readFrames(1, 'of-another-life')
  expect(frame?.event).toBe('gap')
})
