import { expect, test } from 'vitest'
import type { CheckpointProgress, LessonStepProgress } from '#shared/contract/lesson-progress.ts'
import { describeWaiting, isHintOffered, judgeStep } from './lesson-words.ts'

const AT = '2026-11-27T12:00:00.000Z'
const waiting: CheckpointProgress = { state: 'waiting', begun_at: AT, misses: [] }

function step(...checkpoints: CheckpointProgress[]): LessonStepProgress {
  return { entered_at: AT, outcomes: {}, failure: 'none', checkpoints, hints: 0 }
}

test.each([
  ['open', step(waiting)],
  ['open', step({ ...waiting, state: 'passed' }, waiting)],
  ['passed', step({ ...waiting, state: 'passed' })],
  ['skipped', step({ ...waiting, state: 'passed' }, { ...waiting, state: 'skipped' })],
  ['open', step()],
  ['open', undefined],
])('a step is %s', (judged, progress) => {
  expect(judgeStep(progress)).toBe(judged)
})

test('a hint is offered after two misses, not after one', () => {
  expect(isHintOffered(step({ ...waiting, misses: ['a'] }))).toBe(false)
  expect(isHintOffered(step({ ...waiting, misses: ['a', 'b'] }))).toBe(true)
  expect(isHintOffered(step({ ...waiting, state: 'passed', misses: ['a', 'b'] }))).toBe(false)
})

test('a checkpoint that waits says what was seen instead, and a skipped one that it is no pass', () => {
  const instead = { at: AT, text: 'GET /okta-api/: 200, let through' }
  expect(describeWaiting({ ...waiting, instead })).toMatch(/^Not yet\. Seen instead, .+ 200, let/)
  expect(describeWaiting({ ...waiting, state: 'skipped' })).toBe('Skipped, not passed.')
  expect(describeWaiting({ state: 'waiting', misses: [] })).toContain('checkpoint above')
})
