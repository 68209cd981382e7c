import type { MatcherContext } from './matcher.ts'
import { toBeRejectedWith } from './to-be-rejected-with.ts'
import { toHaveGranted } from './to-have-granted.ts'
import { type ExpectedVerdict, toHaveVerdict } from './to-have-verdict.ts'
import { toMatchJwt } from './to-match-jwt.ts'

/** For `expect.extend` of Playwright and of Vitest. */
export const matchers = {
  toBeRejectedWith: asMatcher(toBeRejectedWith),
  toHaveGranted: asMatcher(toHaveGranted),
  toHaveVerdict: asMatcher(toHaveVerdict),
  toMatchJwt: asMatcher(toMatchJwt),
}

/** Test runners hand over the context of an assertion as `this`. */
function asMatcher<Args extends unknown[], Result>(
  match: (context: MatcherContext, received: unknown, ...args: Args) => Result,
) {
  return function (this: MatcherContext, received: unknown, ...args: Args): Result {
    return match(this, received, ...args)
  }
}

/** The matchers, as they are called on `expect(…)`. */
export interface DcrLabMatchers {
  toBeRejectedWith(code: string): Promise<void>
  toHaveGranted(member: string, value?: unknown): void
  toHaveVerdict(verdict: ExpectedVerdict): void
  toMatchJwt(claims: Record<string, unknown>, header?: Record<string, unknown>): void
}
