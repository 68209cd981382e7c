/** An answer of the gateway's own to a request that passed: nothing is asked of the upstream. */
export interface Reply {
  readonly replied: true
  status: number
  /** Names and values in turn, without the length and the verdict's id. */
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
