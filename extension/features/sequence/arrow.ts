import type { Lane } from '#shared/contract/exchange.ts'

/** One message in a sequence diagram. A message that was not sent yet is a ghost: it has no exchange. */
export interface Arrow {
  key: string
  exchange?: string
  kind: 'request' | 'answer'
  from: Lane
  to: Lane
  label: string
  /** Of an answer. */
  status?: number
  isRefused: boolean
  /** For reading aloud, such as "registrar to IdP, Register client, 201". */
  spoken: string
}
