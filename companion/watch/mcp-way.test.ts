import { expect, test } from 'vitest'
import { startTestCompanion } from '../test-companion.ts'
import { openMcpApi, Stranger } from '../visits/testing/stranger.ts'

test('before an API and its authorization server, the whole way of an MCP client leads through the watch', async () => {
  const lab = await startTestCompanion()
  const theirs = await startTestCompanion()
  try {
    const api = await openMcpApi(theirs)
    const watch = await lab.client.createWatch({
      body: { issuer: `${theirs.companion.addresses.idp}/mcp`, resource: api },
    })
    const { issuer, resource } = watch
    const stranger = new Stranger(resource?.address ?? '', issuer?.address ?? '')
    await stranger.connect()
    await stranger.call()
    const visit = await lab.client.getVisit({ params: { visit: stranger.clientId } })
    expect(visit.summary).toBe(
      'Called the API without a token and was challenged (401), read the resource metadata, read the server metadata, registered, was sent to the sign-in page, came back with a code, got a token, called the API (200).',
    )
    expect(visit.state).toBe('succeeded')
    const origins = new Set(visit.legs.map(({ url }) => new URL(url).origin))
    expect(origins).toEqual(
      new Set([issuer, resource].map((server) => new URL(server?.address ?? '').origin)),
    )
    expect(visit.legs.at(-1)).toMatchObject({ from: 'app', to: 'upstream', meaning: 'api_call' })
  } finally {
    await Promise.all([lab.stop(), theirs.stop()])
  }
})
