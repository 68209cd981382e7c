import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, type TestCompanion } from './test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})
afterAll(() => lab.stop())

async function callThroughGateway(target_url: string, rest = ''): Promise<number> {
  const body = {
    name: 'Own',
    api_id: 'own',
    use_keyless: true,
    proxy: { listen_path: '/own/', target_url, strip_listen_path: true },
  }
  await lab.client.putApi({ params: { api: 'own' }, body })
  return (await fetch(`${lab.companion.addresses.gateway}/own/${rest}`)).status
}

const named = (address: string) => address.replace('127.0.0.1', 'localhost')

test.each(['control', 'portal', 'gateway'] as const)(
  'the gateway forwards nothing to the companion’s own listener: %s',
  async (name) => {
    const address = lab.companion.addresses[name]
    expect(await callThroughGateway(address)).toBe(500)
    expect(await callThroughGateway(named(address))).toBe(500)
    const [verdict] = await lab.client.listVerdicts()
    expect(verdict?.checks.at(-1)?.reason).toContain('this gateway itself, the control API')
  },
)

test('the sample API and the embedded provider stay targets of the gateway', async () => {
  const { sample_api } = lab.companion.addresses
  expect(await callThroughGateway(sample_api, 'headers')).toBe(200)
  const issuer = `${lab.companion.addresses.idp}/okta/oauth2/default/.well-known`
  expect(await callThroughGateway(issuer)).toBeLessThan(500)
})

test.each(['control', 'portal'] as const)(
  'neither a replay nor a provider’s address reaches %s',
  async (name) => {
    for (const address of [lab.companion.addresses[name], named(lab.companion.addresses[name])]) {
      const { answer, failure } = await lab.client.sendReplay({
        body: { request: { method: 'GET', url: `${address}/healthz`, route: 'direct' } },
      })
      expect([answer, failure]).toEqual([undefined, expect.stringContaining('companion itself')])
      const host = address.replace('http://', '')
      const attempt = lab.client.discoverProvider({ body: { host } })
      await expect(attempt).rejects.toThrow('companion itself')
    }
  },
)
