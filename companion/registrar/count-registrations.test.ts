import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Registration } from '#shared/contract/registration.ts'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'
import { countRegistrations } from './count-registrations.ts'

let lab: TestCompanion
/** Twelve of the panel, three of a script in a run; the newest of these is deleted. */
let registered: Registration[]

beforeAll(async () => {
  lab = await startTestCompanion()
  registered = []
  for (let at = 0; at < 15; at += 1)
    registered.push(
      await register(
        `Shop x${at}`,
        at < 12 ? { origin: 'panel' } : { origin: 'cli', run: 'nightly' },
      ),
    )
  await lab.client.deleteRegistration({ params: { registration: registered[14]?.id ?? '' } })
})

afterAll(() => lab.stop())

function register(
  client_name: string,
  part: { origin: 'panel' | 'cli'; run?: string },
): Promise<Registration> {
  const idp_host = `${lab.companion.addresses.idp}/gluu`
  return lab.client.registerClient({
    body: {
      id: randomUUID(),
      provider: 'gluu',
      idp_host,
      registration_endpoint: `${idp_host}/jans-auth/restv1/register`,
      metadata: { client_name, grant_types: ['client_credentials'], redirect_uris: [] },
      ...part,
    },
  })
}

test('the ledger is counted by state, and what a sweep would delete by origin and run', async () => {
  const counts = await lab.client.countRegistrations()
  expect(counts.states).toEqual({ intent: 0, active: 14, failed: 0, unknown: 0, deleted: 1 })
  expect(counts.undeleted).toBe(14)
  expect(counts.origins).toEqual([
    { origin: 'panel', count: 12 },
    { origin: 'cli', count: 2 },
  ])
  const first_at = registered[12]?.created_at
  expect(counts.runs).toEqual([{ run: 'nightly', count: 2, first_at }])
})

test('a search narrows the states down, and nothing else', async () => {
  const counts = await lab.client.countRegistrations({ query: { q: 'cli SHOP' } })
  expect(counts.states).toMatchObject({ active: 2, deleted: 1 })
  expect(counts.undeleted).toBe(14)
})

test('clients that the portal registered for the entry of a run are counted as the run’s, once', async () => {
  const outline = (part: object) => ({
    ...registered[0],
    state: 'active' as const,
    run: undefined,
    catalogue_entry: undefined,
    ...part,
  })
  const ledger = [
    outline({ catalogue_entry: 'entry' }),
    outline({ catalogue_entry: 'entry', run: 'r' }),
    outline({ catalogue_entry: 'other', run: 'r' }),
    outline({ catalogue_entry: 'entry', state: 'deleted' }),
  ] as Parameters<typeof countRegistrations>[0]
  const runs = [{ id: 'r', catalogueEntry: 'entry' }, { id: 'without clients' }]
  const { runs: counted } = await countRegistrations(ledger, runs, () => true)
  expect(counted.map(({ run, count }) => [run, count])).toEqual([['r', 3]])
})

test('a sweep is previewed: how many, and the newest eight by name', async () => {
  const all = await lab.client.previewSweep()
  expect(all.count).toBe(14)
  const newest = registered.slice(6, 14).reverse()
  expect(all.clients.map(({ id }) => id)).toEqual(newest.map(({ id }) => id))
  const run = await lab.client.previewSweep({ query: { run: 'nightly' } })
  expect(run.count).toBe(2)
  expect((await lab.client.previewSweep({ query: { origin: 'portal' } })).count).toBe(0)
})

test('a filter takes several values, and a search takes words in any order', async () => {
  const count = async (query: object) =>
    (await lab.client.page('listRegistrations', { query: { ...query, limit: 1 } })).total
  expect(await count({ state: 'active,unknown' })).toBe(14)
  expect(await count({ state: 'deleted,failed', origin: 'cli' })).toBe(1)
  const ids = registered.slice(3, 5).map(({ id }) => id)
  expect(await count({ id: [...ids, 'no such id'].join(',') })).toBe(2)
  expect(await count({ q: 'x13 shop gluu' })).toBe(1)
  expect(await count({ q: 'x13 shop okta' })).toBe(0)
})

test.each(['state=active,alive', 'state=', 'id=a,,b', 'origin=panel,'])(
  'the filter %s is refused',
  async (query) => {
    const answer = await fetch(`${lab.companion.addresses.control}/api/registrations?${query}`, {
      headers: { authorization: `Bearer ${TEST_TOKEN}` },
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'REQUEST_INVALID' })
  },
)
