import type { Verdict, VerdictCheck } from '#shared/contract/verdict.ts'
import type { Cause, Evidence, Refusal } from '../outcome/refusal.ts'

/** One check of a decision, in codes. */
export interface DecidedCheck extends Pick<VerdictCheck, 'id' | 'state'> {
  /** Only of a check that failed. */
  code?: Refusal['code']
  facts?: Refusal['facts']
  evidence: readonly Evidence[]
  /** The likeliest first. */
  causes: readonly Cause[]
}

/** What the gateway decided about one request, in codes; `describeVerdict` puts it into words. */
export interface Decision extends Omit<Verdict, 'checks'> {
  checks: DecidedCheck[]
}
