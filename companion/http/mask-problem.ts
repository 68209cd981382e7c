import type { Problem } from '#shared/errors/problem.ts'

/** A problem with the secrets in its sentences masked: they may repeat what another program answered. */
export function maskProblem(problem: Problem, mask: (text: string) => string): Problem {
  const { detail, hint, issues } = problem
  return {
    ...problem,
    ...(detail !== undefined && { detail: mask(detail) }),
    ...(hint !== undefined && { hint: mask(hint) }),
    ...(issues && { issues: issues.map((issue) => ({ ...issue, message: mask(issue.message) })) }),
  }
}
