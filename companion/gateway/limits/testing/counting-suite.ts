import { describe, expect, test } from 'vitest'
import type { Counting, SessionAnswer, SessionAsk } from '../counting.ts'

/** A counting implementation, with a clock for its rates that the suite moves. */
export interface CountingPlace {
  counting: Counting
  moveMs(ms: number): void
}

const ask = (change: Partial<SessionAsk> = {}): SessionAsk => ({
  session: 'one',
  wallMs: 1000,
  policySeconds: 0,
  tokenEndsAtMs: 0,
  policyIds: ['a'],
  rate: undefined,
  quota: undefined,
  shownQuota: undefined,
  last: undefined,
  ...change,
})
const rate = (key: string, most: number, revision = 'r1') => ({
  key,
  rate: most,
  perSeconds: 10,
  revision,
})
const quota = (key: string, max: number) => ({ key, max, renewsAfterSeconds: 60 })

/** The tests that every implementation of counting must pass, in memory or across a network. */
export function testCounting(name: string, createPlace: () => CountingPlace): void {
  const enterAll = async (
    { counting }: CountingPlace,
    times: number,
    change: Partial<SessionAsk>,
  ): Promise<SessionAnswer[]> =>
    Promise.all(Array.from({ length: times }, async () => counting.enter(ask(change))))
  const countAllowed = (answers: readonly SessionAnswer[]): number =>
    answers.filter(({ refusedBy }) => refusedBy === undefined).length

  describe(name, () => {
    test.each([3, 10, 20])(
      'of sixty requests at once a rate of %i lets so many pass',
      async (most) => {
        const answers = await enterAll(createPlace(), 60, { rate: rate('s', most) })
        expect(countAllowed(answers)).toBe(most)
      },
    )

    test.each([3, 10, 20])(
      'of sixty requests at once a quota of %i lets so many pass',
      async (max) => {
        const answers = await enterAll(createPlace(), 60, { quota: quota('s', max) })
        expect(countAllowed(answers)).toBe(max)
      },
    )

    test('a window opens anew when its time is over, or under another limit or revision', async () => {
      const place = createPlace()
      const one = { rate: rate('s', 1) }
      expect(countAllowed(await enterAll(place, 2, one))).toBe(1)
      place.moveMs(9_999)
      expect((await place.counting.enter(ask(one))).refusedBy).toBe('rate')
      expect((await place.counting.enter(ask(one))).windowAgeMs).toBe(9_999)
      place.moveMs(1)
      expect((await place.counting.enter(ask(one))).refusedBy).toBeUndefined()
      expect(countAllowed(await enterAll(place, 3, { rate: rate('s', 2) }))).toBe(2)
      expect(countAllowed(await enterAll(place, 3, { rate: rate('s', 2, 'r2') }))).toBe(2)
    })

    test('a quota renews by the clock of the caller', async () => {
      const place = createPlace()
      const one = { quota: quota('s', 1) }
      const answers = await enterAll(place, 2, one)
      expect(answers.map(({ quota: count }) => count)).toEqual([
        { used: 1, renewsAtMs: 61_000 },
        { used: 1, renewsAtMs: 61_000 },
      ])
      const later = await place.counting.enter(ask({ ...one, wallMs: 61_000 }))
      expect(later).toMatchObject({ quota: { used: 1, renewsAtMs: 121_000 } })
      expect(later.refusedBy).toBeUndefined()
    })

    test('a refused rate takes nothing of the quota; a refused quota has used one of the rate', async () => {
      const place = createPlace()
      const both = { rate: rate('s', 2), quota: quota('s', 1) }
      const answers = await enterAll(place, 3, both)
      expect(answers.map(({ refusedBy }) => refusedBy)).toEqual([undefined, 'quota', 'rate'])
      expect(answers[1]).toMatchObject({ window: { used: 2 }, quota: { used: 1 } })
      expect(answers[2]?.quota).toBeUndefined()
    })

    test('keys of one session, and sessions, count apart', async () => {
      const place = createPlace()
      expect(countAllowed(await enterAll(place, 2, { rate: rate('s', 1) }))).toBe(1)
      expect(countAllowed(await enterAll(place, 2, { rate: rate('t', 1) }))).toBe(1)
      const other = { session: 'two', rate: rate('s', 1) }
      expect(countAllowed(await enterAll(place, 2, other))).toBe(1)
    })

    test.each([
      [60, 0, 61_000],
      [60, 30_000, 61_000],
      [60, 90_000, 90_000],
      [0, 90_000, 90_000],
      [0, 0, 0],
      [-1, 0, 0],
    ])(
      'a policy of %i s and a token until %i ms: the session ends at %i ms',
      async (policySeconds, tokenEndsAtMs, endsAtMs) => {
        const { session } = await createPlace().counting.enter(
          ask({ policySeconds, tokenEndsAtMs }),
        )
        expect(session).toMatchObject({ startedAtMs: 1000, endsAtMs })
      },
    )

    test('a longer token prolongs a session, which keeps its start and its counters', async () => {
      const { counting } = createPlace()
      const change = { policySeconds: 60, rate: rate('s', 1) }
      await counting.enter(ask(change))
      const later = await counting.enter(ask({ ...change, wallMs: 9000, tokenEndsAtMs: 70_000 }))
      expect(later).toMatchObject({
        refusedBy: 'rate',
        session: { startedAtMs: 1000, endsAtMs: 70_000 },
      })
    })

    test('an ended session takes nothing', async () => {
      const { counting } = createPlace()
      const change = { policySeconds: 60, rate: rate('s', 1), quota: quota('s', 1) }
      const ended = await counting.enter(ask({ ...change, policySeconds: 1, wallMs: 0 }))
      const late = await counting.enter(ask({ ...change, wallMs: ended.session.endsAtMs + 1 }))
      expect(late.refusedBy).toBe('ended')
      expect(late.window).toBeUndefined()
    })

    test('a quota that is only shown is not counted', async () => {
      const { counting } = createPlace()
      const shown = () => counting.enter(ask({ shownQuota: 's' }))
      expect((await shown()).quota).toBeUndefined()
      await counting.enter(ask({ quota: quota('s', 5) }))
      await shown()
      expect((await shown()).quota).toMatchObject({ used: 1 })
    })

    test('the policies of a session are those that were applied last', async () => {
      const { counting } = createPlace()
      expect(await counting.policiesOf('one')).toBeUndefined()
      await counting.enter(ask())
      await counting.enter(ask({ policyIds: ['b', 'c'] }))
      expect(await counting.policiesOf('one')).toEqual(['b', 'c'])
    })

    test('the session of an earlier answer makes no difference to what is counted', async () => {
      const { counting } = createPlace()
      const first = await counting.enter(ask({ rate: rate('s', 3) }))
      await counting.enter(ask({ rate: rate('s', 3), policyIds: ['b'] }))
      const third = await counting.enter(ask({ rate: rate('s', 3), last: first.session }))
      expect(third.window?.used).toBe(3)
      expect(await counting.policiesOf('one')).toEqual(['a'])
    })

    test('a rate of an API counts by its key', async () => {
      const { counting } = createPlace()
      const take = async (key: string) => counting.takeRate({ key, rate: 2, perSeconds: 10 })
      const answers = await Promise.all(['a', 'a', 'a', 'b'].map(take))
      expect(answers.map(({ isAllowed }) => isAllowed)).toEqual([true, true, false, true])
    })
  })
}
