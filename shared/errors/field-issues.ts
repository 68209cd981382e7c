import type * as z from '../zod.ts'
import type { FieldIssue } from './problem.ts'

/**
 * A schema's complaints as field issues: the path with dots, the rule's name, the sentence. Of several
 * about one value the first tells enough: an empty name need not hear what a name is made of.
 */
export function readFieldIssues(error: z.ZodError): FieldIssue[] {
  const issues = error.issues.map((issue) => ({
    field: issue.path.map(String).join('.'),
    rule: issue.code === 'custom' ? String(issue.params?.['rule'] ?? 'custom') : issue.code,
    message: issue.message,
  }))
  return issues.filter(({ field }, at) => issues.findIndex((other) => other.field === field) === at)
}
