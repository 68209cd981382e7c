import type { CheckId, VerdictCheck } from '#shared/contract/verdict.ts'
import type { STEP_IDS } from '#shared/journeys/step-ids.ts'

export type Evidence = VerdictCheck['evidence'][number]
export type Cause = VerdictCheck['causes'][number]
type Answer = readonly [status: number, error: string]

/** Why a request goes no further: what the caller is told, and what the verdict tells. */
export interface Refusal {
  readonly refused: true
  readonly check: CheckId
  readonly status: number
  /** The text the caller gets; in Tyk's letter case where Tyk has one. */
  readonly error: string
  /** What the text hides. Never holds the token. */
  readonly reason: string
  readonly evidence: readonly Evidence[]
  /** The likeliest first. */
  readonly causes: readonly Cause[]
  /** Whole seconds after which the same call may pass; only where waiting helps. */
  readonly retryAfterSeconds: number | undefined
}

export interface Why {
  reason: string
  retryAfterSeconds?: number | undefined
  evidence?: readonly Evidence[]
  causes?: readonly Cause[]
}

export function refuse(check: CheckId, [status, error]: Answer, why: Why): Refusal {
  const { reason, evidence = [], causes = [], retryAfterSeconds } = why
  return { refused: true, check, status, error, reason, evidence, causes, retryAfterSeconds }
}

export function isRefusal(value: unknown): value is Refusal {
  return (value as Partial<Refusal> | null | undefined)?.refused === true
}

/** A change of a journey step that would cure the failure, as a button: its label, its inputs. */
export interface Cure {
  label: string
  inputs?: Record<string, unknown> | undefined
}

export function causeWithFix(text: string, step: (typeof STEP_IDS)[number], cure: Cure): Cause {
  return { text, fix: { label: cure.label, step, inputs: cure.inputs ?? {} } }
}
