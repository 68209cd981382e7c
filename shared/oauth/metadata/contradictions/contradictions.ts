import type { FieldIssue } from '../../../errors/problem.ts'
import { CREDENTIAL_RULES } from './credential-rules.ts'
import { FLOW_RULES } from './flow-rules.ts'
import type { ContradictionRule } from './contradiction-rule.ts'
import { createMetadataView } from '../metadata-view.ts'
import { PROTECTION_RULES } from './protection-rules.ts'

const RULES: readonly ContradictionRule[] = [
  ...FLOW_RULES,
  ...CREDENTIAL_RULES,
  ...PROTECTION_RULES,
]

/**
 * Members that contradict each other.
 *
 * @param typed - Only rules that one of these members takes part in; all of them when it is left out.
 */
export function findContradictions(
  metadata: Readonly<Record<string, unknown>>,
  typed: readonly string[] = Object.keys(metadata),
): FieldIssue[] {
  const view = createMetadataView(metadata)
  return RULES.flatMap(({ field, others, find }) => {
    const message = [field, ...others].some((name) => typed.includes(name)) ? find(view) : undefined
    return message === undefined ? [] : [{ field, rule: 'contradiction', message }]
  })
}
