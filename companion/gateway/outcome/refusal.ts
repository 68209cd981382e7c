import type { CheckId } from '#shared/contract/verdict.ts'
import type { CauseMessage, Label, RefusalMessage, Value } from '#shared/messages/catalogue.ts'

/** A value that a refusal is founded on, with the name that it is shown by. */
export interface Evidence {
  readonly label: Label
  readonly value: Value
}

export type Cause = CauseMessage

type Answer = readonly [status: number, error: string]

/** Why a request goes no further: what the caller is told, and codes of what the verdict tells. */
export interface Refusal {
  readonly refused: true
  readonly check: CheckId
  readonly status: number
  /** The text the caller gets; in Tyk's letter case where Tyk has one. */
  readonly error: string
  /** What the text hides. */
  readonly code: RefusalMessage['code']
  /** Never the token. Values from outside are quoted: one line, at most 200 characters. */
  readonly facts: RefusalMessage['facts']
  readonly evidence: readonly Evidence[]
  /** The likeliest first. */
  readonly causes: readonly Cause[]
  /** Whole seconds after which the same call may pass; only where waiting helps. */
  readonly retryAfterSeconds: number | undefined
  /** Where the caller is sent instead. */
  readonly location: string | undefined
}

export type Why = RefusalMessage & {
  retryAfterSeconds?: number | undefined
  location?: string | undefined
  evidence?: readonly Evidence[]
  causes?: readonly Cause[]
}

export function refuse(check: CheckId, [status, error]: Answer, why: Why): Refusal {
  const { code, facts, evidence = [], causes = [], retryAfterSeconds, location } = why
  const told = { code, facts, evidence, causes, retryAfterSeconds, location }
  return { refused: true, check, status, error, ...told }
}

export function isRefusal(value: unknown): value is Refusal {
  return (value as Partial<Refusal> | null | undefined)?.refused === true
}
