import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Store } from '../store/store.ts'
import { startTestCompanion } from '../test-companion.ts'

test('pairings of earlier versions, whose tokens may be known to others, are ended', async () => {
  const lab = await startTestCompanion()
  await lab.companion.close()
  const store = await Store.open(join(lab.root, 'data'))
  const old = {
    id: 'old',
    name: 'Chromium',
    created_at: '2026-11-01T00:00:00.000Z',
    token_sha256: 'a'.repeat(64),
  }
  await store.transact((transaction) => transaction.put('pairings', old.id, old))
  await store.close()
  const ports = { control: 0, gateway: 0, idp: 0, portal: 0, sample_api: 0 }
  const again = await startTestCompanion({ root: lab.root, ports })
  expect(await again.client.listPairings()).toEqual([])
  await again.stop()
})
