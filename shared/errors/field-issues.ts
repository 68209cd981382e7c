import type * as z from '../zod.ts'
import type { FieldIssue } from './problem.ts'

/** A schema's complaints as field issues: the path with dots, the rule's name, the sentence. */
export function readFieldIssues(error: z.ZodError): FieldIssue[] {
  return error.issues.map((issue) => ({
    field: issue.path.map(String).join('.'),
    rule: issue.code === 'custom' ? String(issue.params?.['rule'] ?? 'custom') : issue.code,
    message: issue.message,
  }))
}
