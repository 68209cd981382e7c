import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EventName, EVENTS } from '#shared/contract/events.ts'
import { PortalSettings } from '#shared/contract/portal.ts'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { Policy } from '#shared/tyk/policy.ts'
import { beginPairing } from '../pairing/testing.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { type Frame, type FrameReader, openFrames } from './testing.ts'

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

/** Every event so far, as it went over the wire. */
const frames: Frame[] = []

/** The next event of each panel. */
async function nextEvents(): Promise<unknown[]> {
  const next = (await Promise.all(panels.map((panel) => panel.take(1)))).flat()
  frames.push(...next)
  return next.map(({ event, data }) => [event, JSON.parse(data) as unknown])
}

const inBoth = (name: EventName, payload: unknown) => [
  [name, payload],
  [name, payload],
]

const api = ApiDefinition.parse({
  name: 'Orders',
  api_id: 'orders',
  proxy: { listen_path: '/orders/', target_url: 'http://127.0.0.1:1' },
})
const policy = Policy.parse({ id: 'gold', name: 'Gold' })

test('an API that is made, changed or deleted is told', async () => {
  const params = { api: 'orders' }
  await lab.client.putApi({ params, body: api })
  expect(await nextEvents()).toEqual(inBoth('api.changed', api))
  const renamed = { ...api, name: 'Orders 2' }
  await lab.client.putApi({ params, body: renamed })
  expect(await nextEvents()).toEqual(inBoth('api.changed', renamed))
  await lab.client.deleteApi({ params })
  expect(await nextEvents()).toEqual(inBoth('api.deleted', { id: 'orders' }))
})

test('a policy that is made or deleted is told', async () => {
  await lab.client.putPolicy({ params: { policy: 'gold' }, body: policy })
  expect(await nextEvents()).toEqual(inBoth('policy.changed', policy))
  await lab.client.deletePolicy({ params: { policy: 'gold' } })
  expect(await nextEvents()).toEqual(inBoth('policy.deleted', { id: 'gold' }))
})

test('each definition of an import is told, in the order in which it was taken', async () => {
  await lab.client.importDefinitions({ body: { definitions: [policy, api] } })
  expect(await nextEvents()).toEqual(inBoth('policy.changed', policy))
  expect(await nextEvents()).toEqual(
    inBoth('api.changed', await lab.client.getApi({ params: { api: 'orders' } })),
  )
})

test('portal settings are told with the token as a mask', async () => {
  const settings = await lab.client.putPortalSettings({
    body: { enable_dcr: true, initial_access_token: SECRET },
  })
  expect(PortalSettings.parse(settings).initial_access_token).toContain('•')
  expect(await nextEvents()).toEqual(inBoth('portal-settings.changed', settings))
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
  expect(await nextEvents()).toEqual(inBoth('catalogue-entry.changed', entry))
  await lab.client.deleteCatalogueEntry({ params })
  expect(await nextEvents()).toEqual(inBoth('catalogue-entry.deleted', { id: 'orders' }))
})

test('a developer who comes or goes is told, without the password', async () => {
  const body = { email: 'dev@example.com', password: PASSWORD }
  const developer = await lab.client.createDeveloper({ body })
  expect(await nextEvents()).toEqual(inBoth('developer.changed', developer))
  await lab.client.deleteDeveloper({ params: { developer: developer.id } })
  expect(await nextEvents()).toEqual(inBoth('developer.deleted', { id: developer.id }))
})

test('a pairing that is made or taken back is told, without its key', async () => {
  const { attempt } = await beginPairing(lab, lab.companion.pairingCode())
  const { pairing } = await attempt()
  expect(await nextEvents()).toEqual(inBoth('pairing.changed', pairing))
  await lab.client.deletePairing({ params: { pairing: pairing.id } })
  expect(await nextEvents()).toEqual(inBoth('pairing.deleted', { id: pairing.id }))
})

test('no event carries a secret, and each fits its schema', () => {
  expect(frames.length).toBe(28)
  for (const { event, data } of frames) {
    expect(data).not.toMatch(/v1\.|5b1f0c7|password|sha256|scrypt/)
    expect(EVENTS[event as EventName].safeParse(JSON.parse(data)).error).toBeUndefined()
  }
})
