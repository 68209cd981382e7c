import type { AppErrorOptions } from '#shared/errors/app-error.ts'
import type { ProviderError } from './driver.ts'

/** What one refusal means, found by its status, its code and its words. */
export interface Explanation {
  status?: number
  /** `error` or `errorCode`. */
  code?: string
  words?: RegExp
  explanation: AppErrorOptions
}

/** @returns The first explanation that fits, or nothing to add. */
export function findExplanation(
  explanations: readonly Explanation[],
  { status, error, description = '' }: ProviderError,
): AppErrorOptions {
  const found = explanations.find(
    (entry) =>
      (entry.status === undefined || entry.status === status) &&
      (entry.code === undefined || entry.code === error) &&
      (entry.words === undefined || entry.words.test(description)),
  )
  return found?.explanation ?? {}
}
