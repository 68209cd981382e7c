import { expect, test } from 'vitest'
import { startTestCompanion } from '../test-companion.ts'
import { serve } from './testing.ts'

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
})

test('a large import does not unmask the secrets that are in use', async () => {
  const lab = await startTestCompanion()
  const server = await serve((request, response) => {
    response.setHeader('content-type', 'text/plain')
    response.end(`You said ${String(request.headers['x-api-key'])}.`)
  })
  try {
    const secret = 'the-secret-in-use-51c7'
    const request = {
      method: 'GET',
      url: server.origin,
      route: 'direct',
      headers: [{ name: 'x-api-key', value: secret }],
    } as const
    await lab.client.sendReplay({
      body: { request: { ...request, headers: [...request.headers] } },
    })
    const commands = Array.from(
      { length: 300 },
      (_none, at) => `curl -H 'x-api-key: imported-${at}-secret' https://x.example/${at}`,
    )
    await lab.client.importRequests({ body: { text: commands.join('\n') } })
    await fetch(`${lab.companion.addresses.gateway}/nowhere/?note=${secret}`)
    const exchanges = await lab.client.listExchanges()
    expect(JSON.stringify(exchanges)).not.toContain(secret)
    expect(JSON.stringify(exchanges)).toContain('note=••••')
  } finally {
    await server.close()
    await lab.stop()
  }
})
