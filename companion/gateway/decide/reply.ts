/** An answer of the gateway's own to a request that passed: nothing is asked of the upstream. */
export interface Reply {
  readonly replied: true
  status: number
  /** Names and values in turn, without the length and the verdict's id. */
  headers: string[]
  text: string
}

/** As Go's encoder writes it: with a line break at the end. */
export function replyJsonLine(value: unknown): Reply {
  const reply = replyJson(value)
  return { ...reply, text: `${reply.text}\n` }
}

export function replyJson(value: unknown): Reply {
  const headers = ['Content-Type', 'application/json']
  return { replied: true, status: 200, headers, text: JSON.stringify(value) }
}
