import { signal } from '@preact/signals'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Run } from '#shared/contract/run.ts'
import { createSampleRun } from '../../testing/sample-records.ts'
import { createSuggestionFollower } from './follow-suggestions.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const deleted: CompanionEvent = { id: '', name: 'api.deleted', payload: { id: 'orders' } }

function create() {
  const run = signal<Run | undefined>(createSampleRun('run-1'))
  const getRun = vi.fn(async () => ({ ...createSampleRun('run-1'), created_at: 'read again' }))
  const follow = createSuggestionFollower({
    getApi: () => ({ getRun }),
    run,
    adopt: (next) => (run.value = next),
  })
  return { run, getRun, follow }
}

test('a group of changed definitions makes the run be read again once', async () => {
  const { run, getRun, follow } = create()
  for (let count = 0; count < 1000; count += 1) follow(deleted)
  follow({ id: '', name: 'token.deleted', payload: { id: 't' } })
  await vi.runAllTimersAsync()
  expect(getRun).toHaveBeenCalledTimes(1)
  expect(run.value?.created_at).toBe('read again')
})

test('other events leave the run alone', async () => {
  const { getRun, follow } = create()
  follow({ id: '', name: 'token.deleted', payload: { id: 't' } })
  await vi.runAllTimersAsync()
  expect(getRun).not.toHaveBeenCalled()
})

test('an answer that is older than an event of the run is dropped', async () => {
  const { run, getRun, follow } = create()
  const newer = createSampleRun('run-1')
  getRun.mockImplementationOnce(async () => {
    run.value = newer
    return { ...newer, created_at: 'too late' }
  })
  follow(deleted)
  await vi.runAllTimersAsync()
  expect(run.value).toBe(newer)
})
