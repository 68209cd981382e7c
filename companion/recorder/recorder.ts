import type { Exchange, Lane } from '#shared/contract/exchange.ts'

export interface RawMessage {
  /** Names and values in turn, as in Node's `rawHeaders`. */
  headers: readonly string[]
  /** At most the first 64 KiB; the whole size stands in `sizeBytes`. */
  body?: Uint8Array | undefined
  sizeBytes?: number | undefined
}

/** An exchange before secrets are masked. It never leaves the recorder in this form. */
export interface RawExchange {
  run?: string | undefined
  step?: string | undefined
  /** Milliseconds since the epoch. */
  startedAtMs: number
  durationMs: number
  from: Lane
  to: Lane
  label: string
  request: RawMessage & { method: string; url: string }
  response?: (RawMessage & { status: number }) | undefined
  failure?: string | undefined
  verdict?: string | undefined
}

/** Keeps what went over the wire, with secrets masked. */
export interface Recorder {
  /** Takes an exchange over and returns its id at once; masking and writing happen later. */
  record(raw: RawExchange): string
  /**
   * Whether one more call of the data plane is to be recorded: five hundred at once are, and two
   * hundred a second in the long run, fewer of a flood of thousands; the rest are told of as a gap.
   * Asking counts the call.
   */
  takesCall(): boolean
  get(id: string): Exchange | undefined
  /** The newest first. */
  list(filter: { run?: string | undefined; verdict?: string; limit: number }): Exchange[]
  /** Files exchanges under a step of a run after the fact. */
  assign(ids: readonly string[], run: string, step: string): void
}

/** What the data plane needs of a recorder. */
export type CallRecorder = Pick<Recorder, 'record' | 'takesCall'>
