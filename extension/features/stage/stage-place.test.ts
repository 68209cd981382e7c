import { expect, test } from 'vitest'
import { moveOn, openScene, settle, stepBack, stepForward } from './stage-place.ts'

const facts = { scenes: 2, arrows: 2, hasAction: true }

test('Space goes on an arrow, then does the next action, then goes to the next scene', () => {
  expect(moveOn({ ...openScene(0), arrow: 0 }, facts)).toEqual({
    go: { ...openScene(0), arrow: 1 },
  })
  expect(moveOn({ ...openScene(0), arrow: 1 }, facts)).toEqual({ perform: true })
  expect(moveOn({ ...openScene(0), arrow: 1 }, { ...facts, hasAction: false })).toEqual({
    go: openScene(1),
  })
  expect(moveOn(openScene(2), facts)).toBeUndefined()
})

test('Space leaves a comparison first', () => {
  const place = { ...openScene(1), arrow: 1, isComparing: true }
  expect(moveOn(place, facts)).toEqual({ go: { ...place, isComparing: false } })
})

test('the arrow keys step through arrows and scenes, and do nothing else', () => {
  expect(stepForward({ ...openScene(0), arrow: 0 }, facts)).toMatchObject({ scene: 0, arrow: 1 })
  expect(stepForward({ ...openScene(0), arrow: 1 }, facts)).toEqual(openScene(1))
  expect(stepForward(openScene(2), facts)).toEqual(openScene(2))
  expect(stepBack({ ...openScene(1), arrow: 0 })).toEqual(openScene(1))
  expect(settle(stepBack(openScene(1)), 2)).toEqual({ ...openScene(0), arrow: 1 })
  expect(stepBack(openScene(0))).toEqual(openScene(0))
})

test('an outcome without an arrow is stepped out of first', () => {
  const place = { ...openScene(0), arrow: 1, isOutcome: true }
  expect(stepBack(place)).toEqual({ ...place, isOutcome: false })
})

test('an outcome of a scene without arrows looks like its beginning, so left leaves the scene', () => {
  const place = { ...openScene(1), isOutcome: true }
  expect(settle(stepBack(place), 2)).toEqual({ ...openScene(0), arrow: 1 })
})
