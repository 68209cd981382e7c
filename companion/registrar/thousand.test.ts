import { randomUUID } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

function draft(id: string, name: string) {
  const idp_host = `${lab.companion.addresses.idp}/gluu`
  return {
    id,
    origin: 'test' as const,
    provider: 'gluu' as const,
    idp_host,
    registration_endpoint: `${idp_host}/jans-auth/restv1/register`,
    metadata: { client_name: name, grant_types: ['client_credentials'], redirect_uris: [] },
  }
}

async function readJournal(): Promise<string> {
  const files = (await readdir(lab.dataDir)).filter((name) => !name.includes('lock'))
  const texts = await Promise.all(
    files.map((name) => readFile(join(lab.dataDir, name), 'utf8').catch(() => '')),
  )
  return texts.join('')
}

test('a thousand registrations in a row: each is on the disk when it is acknowledged', async () => {
  const ids: string[] = []
  const seen: boolean[] = []
  for (let count = 0; count < 1000; count += 1) {
    const id = randomUUID()
    const { state } = await lab.client.registerClient({ body: draft(id, `Client ${count}`) })
    expect(state).toBe('active')
    ids.push(id)
    if (count % 250 === 0) seen.push((await readJournal()).includes(id))
  }
  expect(seen).toEqual([true, true, true, true])
  const journal = await readJournal()
  expect(ids.filter((id) => !journal.includes(id))).toEqual([])
}, 120_000)

test('twenty at once with one id make one client, twenty ids make twenty', async () => {
  const id = randomUUID()
  const same = await Promise.all(
    Array.from({ length: 20 }, () => lab.client.registerClient({ body: draft(id, 'One') })),
  )
  expect(new Set(same.map(({ client_id }) => client_id)).size).toBe(1)
  const many = await Promise.all(
    Array.from({ length: 20 }, () =>
      lab.client.registerClient({ body: draft(randomUUID(), 'Many') }),
    ),
  )
  expect(new Set(many.map(({ client_id }) => client_id)).size).toBe(20)
})
