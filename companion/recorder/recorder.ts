import type { Exchange, Lane } from '#shared/contract/exchange.ts'
import type { OAuthMeaning } from '#shared/oauth/meaning/oauth-meaning.ts'

export interface RawMessage {
  /** Alternating names and values, as in Node's `rawHeaders`. */
  headers: readonly string[]
  /** At most the first 64 KiB; `sizeBytes` is the size of the whole body. */
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
  /** Of a request that came in: address and port of the caller. */
  peer?: string | undefined
  /** Where the listener knows it better than the path says. */
  meaning?: OAuthMeaning | undefined
}

export interface ExchangeOutline {
  id: string
  run: string | undefined
  verdict: string | undefined
}

/** Keeps the exchanges that went over the wire, with secrets masked. */
export interface Recorder {
  /** Files an exchange and returns its id at once; masking and writing happen later. */
  record(raw: RawExchange): string
  /**
   * Whether one more gateway call is to be recorded: 500 in a burst, 200 a second in the long run, fewer
   * during a flood of thousands or of large bodies. Calls that are left out are announced as a gap. Each question counts as
   * one call.
   */
  takesCall(): boolean
  get(id: string): Exchange | undefined
  /** The newest first. */
  list(filter: { run?: string | undefined; verdict?: string; limit: number }): Exchange[]
  /** What is known of each exchange without reading it; the oldest first. */
  outlines(): ExchangeOutline[]
  /** Files exchanges under a step of a run after the fact. */
  assign(ids: readonly string[], run: string, step: string): void
}

/** The part of a recorder that the gateway needs. */
export type CallRecorder = Pick<Recorder, 'record' | 'takesCall'>
