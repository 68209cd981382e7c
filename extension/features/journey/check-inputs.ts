import { readFieldIssues } from '#shared/errors/field-issues.ts'
import type { FieldIssue } from '#shared/errors/problem.ts'
import type { StepView } from './step-view.ts'

/**
 * The problems that the step's own rules find in the inputs, before anything is sent. A field that was not
 * touched and that has no value yet is left to the companion, which knows its default, or which step
 * would have filled it in.
 */
export function checkInputs(view: StepView, typed: Record<string, unknown>): FieldIssue[] {
  const inputs = { ...view.state.inputs, ...typed }
  const result = view.step.inputs.safeParse(inputs)
  if (result.success) return []
  return readFieldIssues(result.error).filter(({ field, rule }) => {
    // Another field has a value that requires this empty field.
    if (rule === 'contradiction') return true
    const name = readFieldName(field)
    return name in typed || !isEmpty(inputs[name])
  })
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === ''
}

/** The form's field that an issue belongs to: `redirect_uris.1` belongs to `redirect_uris`. */
export function readFieldName(path: string): string {
  return path.split('.')[0] ?? path
}

/** The sentence beside a field; a list says which of its lines is meant. */
export function writeIssueSentence({ field, message }: FieldIssue): string {
  const line = Number(field.split('.')[1])
  return Number.isInteger(line) ? `Line ${line + 1}: ${message}` : message
}

/** What was found wrong before, with what is found wrong now in its place. */
export function addIssues(
  old: readonly FieldIssue[],
  fresh: readonly FieldIssue[],
): readonly FieldIssue[] {
  return [...old.filter((issue) => !fresh.some(({ field }) => field === issue.field)), ...fresh]
}

/** The problems without those that a new value of this field may have fixed. */
export function dropIssues(issues: readonly FieldIssue[], field: string): readonly FieldIssue[] {
  return issues.filter(
    (issue) => readFieldName(issue.field) !== field && issue.rule !== 'contradiction',
  )
}
