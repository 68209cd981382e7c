import { expect, test } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { createStageWork } from './stage-work.ts'

function createGate() {
  let open = (): void => {}
  const promise = new Promise<void>((resolve) => (open = resolve))
  return { promise, open: () => open() }
}

test('a key that is pressed twice acts once, and acts again once the first is done', async () => {
  const work = createStageWork()
  const gate = createGate()
  const calls: string[] = []
  const first = work.act(async () => {
    calls.push('first')
    await gate.promise
  })
  expect(await work.act(async () => void calls.push('second'))).toBe(false)
  expect(work.isBusy.value).toBe(true)
  gate.open()
  expect(await first).toBe(true)
  expect(work.isBusy.value).toBe(false)
  expect(await work.act(async () => void calls.push('third'))).toBe(true)
  expect(calls).toEqual(['first', 'third'])
})

test('an action waits for the scene that is being entered', async () => {
  const work = createStageWork()
  const gate = createGate()
  const calls: string[] = []
  const entering = work.queue(async () => {
    await gate.promise
    calls.push('entered')
  })
  const acting = work.act(async () => void calls.push('acted'))
  gate.open()
  await Promise.all([entering, acting])
  expect(calls).toEqual(['entered', 'acted'])
  expect(work.doneCount.value).toBe(2)
})

test('a failure is told in words, and the next success takes it away', async () => {
  const work = createStageWork()
  await work.queue(async () => {
    throw new AppError('LESSON_NOT_BEGUN', { detail: 'The run was deleted.', hint: 'Begin again.' })
  })
  expect(work.problem.value).toBe('The run was deleted. Begin again.')
  await work.queue(async () => undefined)
  expect(work.problem.value).toBeUndefined()
})
