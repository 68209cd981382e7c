import { readFieldIssues } from '#shared/errors/field-issues.ts'
import type { FieldIssue } from '#shared/errors/problem.ts'
import type { StepView } from './step-view.ts'

/**
 * What the step's own rules say about the inputs, before anything is sent. A field that nobody
 * touched and that has no value yet is left to the companion, which knows its default, or which step
 * would have filled it in.
 */
export function checkInputs(view: StepView, typed: Record<string, unknown>): FieldIssue[] {
  const inputs = { ...view.state.inputs, ...typed }
  const result = view.step.inputs.safeParse(inputs)
  if (result.success) return []
  return readFieldIssues(result.error).filter(({ field, rule }) => {
    // Somebody typed something that this empty field would have to go with.
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

/** The same without what a new value of this field may have mended. */
export function dropIssues(issues: readonly FieldIssue[], field: string): readonly FieldIssue[] {
  return issues.filter(
    (issue) => readFieldName(issue.field) !== field && issue.rule !== 'contradiction',
  )
}
