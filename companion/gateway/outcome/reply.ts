/** The gateway's own answer to a request that passed; the upstream is not called. */
export interface Reply {
  readonly replied: true
  status: number
  /** Alternating names and values, without the length and the verdict's id. */
  headers: string[]
  text: string
  /** Whether it carries the headers of limits, as an answer of the upstream does. */
  isCounted?: boolean
}

/** A document as Go's encoder writes it, which ends it with a line break. */
export function replyJson(value: unknown): Reply {
  const headers = ['Content-Type', 'application/json']
  return { replied: true, status: 200, headers, text: `${JSON.stringify(value)}\n` }
}
