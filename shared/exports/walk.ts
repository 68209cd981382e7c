import type { Exchange } from '../contract/exchange.ts'
import type { Run } from '../contract/run.ts'
import type { Verdict } from '../contract/verdict.ts'

/** What a report is made of: what went over the wire, and what came of it. Secrets are masked already. */
export interface WalkRecord {
  /** Such as the title of a test. */
  title: string
  /** The version of this program. */
  version: string
  /** The oldest first. */
  exchanges: readonly Exchange[]
  runs: readonly Run[]
  verdicts: readonly Verdict[]
}
