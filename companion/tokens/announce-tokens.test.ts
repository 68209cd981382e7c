import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CompanionEvent } from '#shared/contract/events.ts'
import { createEventBus } from '../events/event-bus.ts'
import { Store } from '../store/store.ts'
import { announceTokens } from './announce-tokens.ts'

test('a token that comes and one that goes are told, masked', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dcr-tokens-'))
  const store = await Store.open(folder)
  const bus = createEventBus()
  announceTokens(store, bus)
  const told: CompanionEvent[] = []
  bus.subscribe(undefined, (event) => told.push(event))
  await store.records('tokens').put('t1', {
    id: 't1',
    access_token: 'v1.sealed',
    access_token_mask: '••••abcd',
    obtained_at: '2026-11-23T14:00:00.000Z',
  })
  await store.records('tokens').delete('t1')
  expect(told.map(({ name, payload }) => [name, payload])).toEqual([
    [
      'token.changed',
      {
        id: 't1',
        grant: 'client_credentials',
        access_token: '••••abcd',
        token_type: 'bearer',
        obtained_at: '2026-11-23T14:00:00.000Z',
        has_refresh_token: false,
      },
    ],
    ['token.deleted', { id: 't1' }],
  ])
  await store.close()
  await rm(folder, { recursive: true })
})
