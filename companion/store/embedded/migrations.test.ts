import { expect, test } from 'vitest'
import { migrate } from './migrations.ts'

test('a time limit that was kept as a number of seconds becomes a duration of Go', () => {
  const keep = (version: unknown) => ({
    api_id: 'a',
    version_data: { not_versioned: true, versions: { Default: version } },
  })
  const apis = new Map<string, unknown>([
    ['a', keep({ name: 'Default', global_enforce_timeout: 1.5 })],
    ['b', keep({ name: 'Default' })],
    ['c', { api_id: 'c' }],
  ])
  const { version, collections } = migrate({ version: 2, collections: { apis } })
  expect(version).toBe(3)
  expect([...(collections['apis'] ?? [])]).toEqual([
    ['a', keep({ name: 'Default', global_enforce_timeout: '1.5s' })],
    ['b', keep({ name: 'Default' })],
    ['c', { api_id: 'c' }],
  ])
})
