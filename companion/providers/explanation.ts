import type { AppErrorOptions } from '#shared/errors/app-error.ts'
import type { ProviderCall, ProviderError } from './driver.ts'

/** What one refusal means, found by the call, its status, its code and its words. */
export interface Explanation {
  /** Under which the recorded answers name it. */
  id: string
  /** The calls that it speaks of; the same words mean something else elsewhere. */
  calls: readonly ProviderCall[]
  statuses?: readonly number[]
  /** `error` or `errorCode`. */
  codes?: readonly string[]
  /** Looked for in `error` and in `error_description`: Keycloak puts sentences in both. */
  words?: RegExp
  /**
   * `standard`: an RFC says so of every provider. `recorded`: tested against an answer of the real product.
   * `documentation`: read only, which the hint then says.
   */
  basis: 'standard' | 'recorded' | 'documentation'
  explanation: AppErrorOptions
}

const UNSEEN = ' (From documentation: not seen at the product itself.)'

/** @returns The first explanation that fits, or nothing to add. */
export function findExplanation(
  explanations: readonly Explanation[],
  error: ProviderError,
): AppErrorOptions {
  const { explanation, basis } = findEntry(explanations, error) ?? {}
  if (explanation?.hint === undefined || basis !== 'documentation') return explanation ?? {}
  return { ...explanation, hint: explanation.hint + UNSEEN }
}

/** The first entry that fits. Without a call, the refusal is one of a registration. */
export function findEntry(
  explanations: readonly Explanation[],
  { status, error = '', description = '', call = 'registration' }: ProviderError,
): Explanation | undefined {
  return explanations.find(
    ({ calls, statuses, codes, words }) =>
      calls.includes(call) &&
      (statuses?.includes(status) ?? true) &&
      (codes?.includes(error) ?? true) &&
      (words === undefined || words.test(error) || words.test(description)),
  )
}
