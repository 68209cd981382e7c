import type { Verdict, VerdictCheck } from '#shared/contract/verdict.ts'
import { EN } from '#shared/messages/en/en.ts'
import type { Decision } from './gateway/verdict/decision.ts'
import { describeVerdict } from './gateway/verdict/describe-verdict.ts'
import { redactUrl } from './recorder/redact.ts'
import { BY_NAME } from './recorder/redaction.ts'
import { maskValue } from './secrets/mask-value.ts'
import type { SecretRegistry } from './secrets/secret-registry.ts'
import { createFixFinder, DCR_FIXES, type KnownAddresses } from './journeys/fixes.ts'

/** Verdicts leave in English, with fixes of the journey that ends with a call of the gateway. */
export function createVerdictWriter(known: KnownAddresses): (decision: Decision) => Verdict {
  const findFix = createFixFinder(DCR_FIXES, { language: EN, known })
  return (decision) => describeVerdict(decision, { language: EN, findFix })
}

/** What a caller sent stands in evidence and reasons, and may hold a secret anywhere. */
export function maskVerdicts(
  describe: (decision: Decision) => Verdict,
  registry: SecretRegistry,
): (decision: Decision) => Verdict {
  const redaction = { ...BY_NAME, isSecretName: registry.isSecretName }
  const mask = (text: string): string => registry.mask(redactUrl(text, redaction))
  return (decision) => {
    const { path, error, checks, ...rest } = describe(decision)
    return {
      ...rest,
      path: mask(path),
      ...(error !== undefined && { error: mask(error) }),
      checks: checks.map((check) => ({ ...check, ...maskValue(readTexts(check), mask) })),
    }
  }
}

/** The parts of a check that repeat what was sent; links and codes are the companion's own. */
function readTexts({ reason, facts, evidence, causes }: VerdictCheck) {
  return {
    ...(reason !== undefined && { reason }),
    ...(facts && { facts }),
    evidence,
    causes,
  }
}
