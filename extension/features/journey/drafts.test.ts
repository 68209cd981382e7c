import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Field } from '#shared/journeys/step.ts'
import { createSampleRun } from '../../testing/sample-records.ts'
import { createDrafts } from './drafts.ts'

const name: Field = { name: 'name', label: 'API name', kind: 'text' }
const secret: Field = { name: 'api_token', label: 'API token', kind: 'secret' }

type Save = (step: string, inputs: Record<string, unknown>) => Promise<void>

function create(save: Save = async () => {}) {
  const spy = vi.fn<Save>(save)
  const onProblem = vi.fn<(thrown: unknown) => void>()
  return { drafts: createDrafts({ save: spy, onProblem }), save: spy, onProblem }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  sessionStorage.clear()
})

test('typing is saved once the person pauses', async () => {
  const { drafts, save } = create()
  drafts.type('api', name, 'O')
  drafts.type('api', name, 'OKTA')
  await vi.advanceTimersByTimeAsync(399)
  expect(save).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(save.mock.calls).toEqual([['api', { name: 'OKTA' }]])
})

test('a secret waits until the field is left, is saved, and is then forgotten here', async () => {
  const { drafts, save } = create()
  drafts.type('api-token', secret, '00abc')
  await vi.advanceTimersByTimeAsync(5000)
  expect(save).not.toHaveBeenCalled()
  await drafts.flush()
  expect(save.mock.calls).toEqual([['api-token', { api_token: '00abc' }]])
  expect(drafts.find('api-token', 'api_token')).toBeUndefined()
})

test('an empty secret is not sent: the kept one stays', async () => {
  const { drafts, save } = create()
  drafts.type('api-token', secret, '')
  await drafts.flush()
  expect(save).not.toHaveBeenCalled()
})

test('what could not be saved goes on waiting', async () => {
  const failing = vi.fn<Save>().mockRejectedValueOnce(new Error('down')).mockResolvedValue()
  const { drafts, save, onProblem } = create(failing)
  drafts.type('api', name, 'OKTA')
  await vi.advanceTimersByTimeAsync(400)
  expect(onProblem).toHaveBeenCalled()
  await drafts.flush()
  expect(save).toHaveBeenLastCalledWith('api', { name: 'OKTA' })
})

test('what was typed during a save is saved after it', async () => {
  let finish = (): void => {}
  const { drafts, save } = create(() => new Promise((resolve) => (finish = resolve)))
  drafts.type('api', name, 'one')
  const first = drafts.flush()
  await vi.advanceTimersByTimeAsync(0)
  drafts.type('api', name, 'two')
  finish()
  await first
  void drafts.flush()
  await vi.advanceTimersByTimeAsync(0)
  expect(save.mock.calls.map(([, inputs]) => inputs)).toEqual([{ name: 'one' }, { name: 'two' }])
})

test('a saved draft yields to another value at the companion, a waiting one does not', async () => {
  const { drafts } = create()
  drafts.type('api', name, 'typed')
  drafts.reconcile(createSampleRun('run-1'))
  expect(drafts.find('api', 'name')).toBe('typed')
  await drafts.flush()
  drafts.reconcile(createSampleRun('run-1'))
  expect(drafts.find('api', 'name')).toBeUndefined()
})

test('what could not be saved outlives a reload of the panel, except a secret', async () => {
  const { drafts } = create(() => Promise.reject(new Error('down')))
  drafts.type('api', name, 'OKTA')
  drafts.type('api-token', secret, '00abc')
  await vi.advanceTimersByTimeAsync(400)
  const stored = sessionStorage.getItem('dcr-lab-drafts')
  expect(stored).toContain('OKTA')
  expect(stored).not.toContain('00abc')
  const { drafts: reloaded, save } = create()
  expect(reloaded.find('api', 'name')).toBe('OKTA')
  await reloaded.flush()
  expect(save.mock.calls).toEqual([['api', { name: 'OKTA' }]])
  expect(sessionStorage.length).toBe(0)
})
