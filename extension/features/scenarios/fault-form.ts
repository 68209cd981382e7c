import type { ActiveFault, FaultId } from '#shared/faults/fault.ts'
import type { DialectId } from '#shared/idp/dialects.ts'
import { findUnit } from './condition-words.ts'

/** The field values of the form for one fault. */
export interface FaultForm {
  id: FaultId
  /** Empty is every dialect. */
  dialect: DialectId | ''
  value: string
  end: 'hand' | 'times' | 'seconds'
  limit: string
}

export type FaultIssues = Partial<Record<'value' | 'limit', string>>

const COUNT = /^[1-9]\d{0,8}$/

/** The fault that the fields describe, or a sentence for each field that does not fit. */
export function readFault(form: FaultForm): { fault: ActiveFault } | { issues: FaultIssues } {
  const { id, dialect, end } = form
  const unit = findUnit(id)
  const value = form.value.trim()
  const limit = form.limit.trim()
  const issues: FaultIssues = {
    ...(unit !== undefined &&
      !COUNT.test(value) && { value: `Give a whole number of ${unit}, 1 or more.` }),
    ...(end !== 'hand' && !COUNT.test(limit) && { limit: 'Give a whole number, 1 or more.' }),
  }
  if (Object.keys(issues).length > 0) return { issues }
  return {
    fault: {
      id,
      ...(dialect !== '' && { dialect }),
      ...(unit !== undefined && { value: Number(value) }),
      ...(end === 'times' && { times: Number(limit) }),
      ...(end === 'seconds' && { seconds: Number(limit) }),
    },
  }
}
