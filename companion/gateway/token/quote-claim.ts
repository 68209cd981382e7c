import { quote } from '#shared/errors/quote.ts'
import type { Word } from '#shared/messages/catalogue.ts'

/** The value of a claim as evidence: one line, at most 200 characters. */
export function quoteClaim(value: unknown): string | Word {
  return value === undefined ? { code: 'ABSENT' } : quote(value)
}
