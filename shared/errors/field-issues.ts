import type * as z from '../zod.ts'
import type { FieldIssue } from './problem.ts'

/**
 * A schema's complaints as field issues: the path with dots, the rule's name, the sentence. Only the first
 * complaint about each value is kept: for an empty name, the allowed characters are no help.
 */
export function readFieldIssues(error: z.ZodError): FieldIssue[] {
  const issues = error.issues.map((issue) => ({
    field: issue.path.map(String).join('.'),
    rule: issue.code === 'custom' ? String(issue.params?.['rule'] ?? 'custom') : issue.code,
    message: issue.message,
  }))
  return issues.filter(({ field }, at) => issues.findIndex((other) => other.field === field) === at)
}
