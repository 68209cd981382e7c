import type { AttemptVerdict, SentRequest } from '#shared/contract/replay/attempt.ts'
import type { HeaderLine } from '#shared/contract/exchange.ts'

/** What assertions look at. Texts are in clear, so what is shown of them has to be masked. */
export interface CheckedAnswer {
  status: number | undefined
  headers: readonly HeaderLine[]
  /** Decoded; `undefined` without an answer. */
  body: string | undefined
  /** True when the body is longer than what was kept. */
  isCut: boolean
  verdict: AttemptVerdict | undefined
  method: SentRequest['method']
  mask: (text: string) => string
}

/** What came of one assertion. */
export interface Checked {
  expected: string
  came: string
  is_met: boolean
}

const EXCERPT = 300

/** A value as words have it: short, secrets masked. */
export function excerpt(text: string, mask: (text: string) => string): string {
  const masked = mask(text)
  return masked.length > EXCERPT ? `${masked.slice(0, EXCERPT)}…` : masked
}
