import type { Assertion } from '#shared/contract/replay/assertion.ts'
import type { Attempt } from '#shared/contract/replay/attempt.ts'

export const ASSERTION_KINDS: readonly { value: Assertion['kind']; label: string }[] = [
  { value: 'status', label: 'Status' },
  { value: 'header', label: 'Header' },
  { value: 'json_path', label: 'JSON path' },
  { value: 'json_schema', label: 'JSON Schema' },
  { value: 'verdict', label: 'Verdict of the gateway' },
]

/** An assertion of each kind to begin with. */
export const FIRST_ASSERTIONS: Record<Assertion['kind'], Assertion> = {
  status: { kind: 'status', is: 200 },
  header: { kind: 'header', name: 'content-type', op: 'contains', value: 'json' },
  json_path: { kind: 'json_path', path: '$.error', op: 'absent' },
  json_schema: { kind: 'json_schema', schema: { type: 'object' } },
  verdict: { kind: 'verdict', outcome: 'passed' },
}

/** What the last answer was, as what is expected of the next one. */
export function suggestAssertions(attempt: Attempt | undefined): Assertion[] {
  if (!attempt?.answer) return []
  const { answer, verdict } = attempt
  return [
    { kind: 'status', is: answer.status },
    ...(verdict
      ? [
          {
            kind: 'verdict' as const,
            outcome: verdict.is_allowed ? ('passed' as const) : ('failed' as const),
            ...(verdict.failed_at !== undefined && { check: verdict.failed_at }),
          },
        ]
      : []),
  ]
}
