import type { StepResult } from '#shared/contract/run.ts'
import type { StepOutcome } from '../store/schema.ts'

/** A provider may echo a secret in its answer, and parts of answers end up in results. */
export function maskOutcome(outcome: StepOutcome, mask: (text: string) => string): StepOutcome {
  const cleanResult = (result: StepResult): StepResult => ({
    ...result,
    facts: result.facts.map((fact) => ({ ...fact, value: mask(fact.value) })),
    checks: result.checks.map((check) =>
      check.evidence === undefined ? check : { ...check, evidence: mask(check.evidence) },
    ),
  })
  const { result, problem } = outcome
  return {
    ...outcome,
    ...(result && { result: cleanResult(result) }),
    ...(problem && {
      problem: { ...problem, ...(problem.detail && { detail: mask(problem.detail) }) },
    }),
  }
}
