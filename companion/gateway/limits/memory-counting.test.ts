import { expect, test } from 'vitest'
import { createMemoryCounting } from './memory-counting.ts'
import { testCounting } from './testing/counting-suite.ts'

testCounting('counting in memory', () => {
  let nowMs = 0
  return {
    counting: createMemoryCounting(() => nowMs),
    moveMs(ms) {
      nowMs += ms
    },
  }
})

test('it answers at once, and a session in use outlives thousands of others', () => {
  const counting = createMemoryCounting(() => 0)
  const enter = (session: string) =>
    counting.enter({
      session,
      wallMs: 0,
      policySeconds: 60,
      tokenEndsAtMs: 0,
      policyIds: [],
      rate: undefined,
      quota: undefined,
      shownQuota: undefined,
      last: undefined,
    })
  expect(enter('unused')).not.toBeInstanceOf(Promise)
  void enter('used')
  for (let turn = 0; turn < 6; turn += 1) {
    for (let at = 0; at < 9_000; at += 1) void enter(`other ${turn} ${at}`)
    void enter('used')
  }
  expect(counting.policiesOf('used')).toEqual([])
  expect(counting.policiesOf('unused')).toBeUndefined()
})
