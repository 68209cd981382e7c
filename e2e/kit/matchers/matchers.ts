import { toBeRejectedWith } from './to-be-rejected-with.ts'
import { toHaveGranted } from './to-have-granted.ts'
import { type ExpectedVerdict, toHaveVerdict } from './to-have-verdict.ts'
import { toMatchJwt } from './to-match-jwt.ts'

/** For `expect.extend` of Playwright and of Vitest. */
export const matchers = { toBeRejectedWith, toHaveGranted, toHaveVerdict, toMatchJwt }

/** The matchers, as they are called on `expect(…)`. */
export interface DcrLabMatchers {
  toBeRejectedWith(code: string): Promise<void>
  toHaveGranted(member: string, value?: unknown): void
  toHaveVerdict(verdict: ExpectedVerdict): void
  toMatchJwt(claims: Record<string, unknown>, header?: Record<string, unknown>): void
}
