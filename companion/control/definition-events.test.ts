import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EventName, EVENTS } from '#shared/contract/events.ts'
import { PortalSettings } from '#shared/contract/portal.ts'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { Policy } from '#shared/tyk/policy.ts'
import { beginPairing } from '../pairing/testing.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { type FrameReader, openFrames } from './testing.ts'

const SECRET = 'an-initial-access-token-5b1f0c77'
const PASSWORD = 'a-password-of-a-developer-9'

let lab: TestCompanion
/** Two panels that are open at the same time. */
let panels: FrameReader[]

beforeAll(async () => {
  lab = await startTestCompanion()
  panels = await Promise.all([openFrames(lab), openFrames(lab)])
})

afterAll(async () => {
  for (const panel of panels) panel.close()
  await lab.stop()
})

/** Both panels are told of the event, and of no other. */
async function expectEvent(name: EventName, payload: unknown): Promise<void> {
  for (const panel of panels) {
    const [frame] = await panel.take(1)
    const told: unknown = JSON.parse(frame?.data ?? '')
    expect([frame?.event, told]).toEqual([name, payload])
    expect(EVENTS[name].safeParse(told).success).toBe(true)
    expect(frame?.data).not.toMatch(/v1\.|5b1f0c7|password|sha256|scrypt/)
  }
}

const api = ApiDefinition.parse({
  name: 'Orders',
  api_id: 'orders',
  proxy: { listen_path: '/orders/', target_url: 'http://127.0.0.1:1' },
})
const policy = Policy.parse({ id: 'gold', name: 'Gold' })

test('an API that is made, changed or deleted is told', async () => {
  const params = { api: 'orders' }
  await lab.client.putApi({ params, body: api })
  await expectEvent('api.changed', api)
  const renamed = { ...api, name: 'Orders 2' }
  await lab.client.putApi({ params, body: renamed })
  await expectEvent('api.changed', renamed)
  await lab.client.deleteApi({ params })
  await expectEvent('api.deleted', { id: 'orders' })
})

test('a policy that is made or deleted is told', async () => {
  await lab.client.putPolicy({ params: { policy: 'gold' }, body: policy })
  await expectEvent('policy.changed', policy)
  await lab.client.deletePolicy({ params: { policy: 'gold' } })
  await expectEvent('policy.deleted', { id: 'gold' })
})

test('each definition of an import is told, in the order in which it was taken', async () => {
  await lab.client.importDefinitions({ body: { definitions: [policy, api] } })
  await expectEvent('policy.changed', policy)
  await expectEvent('api.changed', await lab.client.getApi({ params: { api: 'orders' } }))
})

test('portal settings are told with the token as a mask', async () => {
  const settings = await lab.client.putPortalSettings({
    body: { enable_dcr: true, initial_access_token: SECRET },
  })
  expect(PortalSettings.parse(settings).initial_access_token).toContain('•')
  await expectEvent('portal-settings.changed', settings)
})

test('a catalogue entry that is published or taken out is told', async () => {
  const params = { entry: 'orders' }
  const entry = await lab.client.putCatalogueEntry({
    params,
    body: {
      name: 'Orders',
      api_id: 'orders',
      policy_id: 'gold',
      config: { override: true, enable_dcr: true, initial_access_token: SECRET },
    },
  })
  await expectEvent('catalogue-entry.changed', entry)
  await lab.client.deleteCatalogueEntry({ params })
  await expectEvent('catalogue-entry.deleted', { id: 'orders' })
})

test('a developer who comes or goes is told, without the password', async () => {
  const body = { email: 'dev@example.com', password: PASSWORD }
  const developer = await lab.client.createDeveloper({ body })
  await expectEvent('developer.changed', developer)
  await lab.client.deleteDeveloper({ params: { developer: developer.id } })
  await expectEvent('developer.deleted', { id: developer.id })
})

test('a pairing that is made or taken back is told, without its token', async () => {
  const { attempt } = await beginPairing(lab, lab.companion.pairingCode())
  const { pairing } = await attempt()
  await expectEvent('pairing.changed', pairing)
  await lab.client.deletePairing({ params: { pairing: pairing.id } })
  await expectEvent('pairing.deleted', { id: pairing.id })
})
