import { expect, test } from 'vitest'
import { startTestCompanion } from '../test-companion.ts'

test('attempts, secrets and sets are there after a restart', async () => {
  let lab = await startTestCompanion()
  try {
    const { gateway } = lab.companion.addresses
    const request = {
      method: 'GET',
      url: '/nowhere/',
      headers: [{ name: 'x-api-key', value: 'a-key-that-was-typed' }],
    }
    const attempt = await lab.client.sendReplay({ body: { request, name: 'First' } })
    const set = await lab.client.createReplaySet({
      body: { name: 'Kept', requests: [{ name: 'A', request: attempt.request }] },
    })
    const ran = await lab.client.runReplaySet({ params: { set: set.id }, body: { secrets: {} } })
    lab = await lab.restart()
    expect(lab.companion.addresses.gateway).toBe(gateway)
    expect(await lab.client.getAttempt({ params: { attempt: attempt.id } })).toEqual(attempt)
    expect(await lab.client.listReplaySets()).toEqual([set])
    expect(await lab.client.listSetRuns()).toEqual([ran])
    const again = await lab.client.sendReplay({
      body: { request: attempt.request, thread: attempt.thread },
    })
    expect(again.sent.headers).toContainEqual(['x-api-key', '••••yped'])
  } finally {
    await lab.stop()
  }
}, 60_000)
