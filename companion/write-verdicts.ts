import type { Verdict } from '#shared/contract/verdict.ts'
import { EN } from '#shared/messages/en/en.ts'
import type { Decision } from './gateway/verdict/decision.ts'
import { describeVerdict } from './gateway/verdict/describe-verdict.ts'
import { createFixFinder, DCR_FIXES, type KnownAddresses } from './journeys/fixes.ts'

/** Verdicts leave in English, with fixes of the journey that ends with a call of the gateway. */
export function createVerdictWriter(known: KnownAddresses): (decision: Decision) => Verdict {
  const findFix = createFixFinder(DCR_FIXES, { language: EN, known })
  return (decision) => describeVerdict(decision, { language: EN, findFix })
}
