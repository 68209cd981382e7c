import type { Exchange } from '#shared/contract/exchange.ts'
import { AppError } from '#shared/errors/app-error.ts'

/** Something was refused: by the identity provider, by the gateway, or before anything was sent. */
export class Rejection extends Error {
  override readonly name = 'Rejection'
  /** The provider's error code first, as on the wire; then the lab's own code. */
  readonly codes: readonly string[]
  /** Status of the answer, where there was one. */
  readonly status: number | undefined
  /** What happened and why, without the hint that ends the message. */
  readonly reason: string
  /** What to do about it. */
  readonly hint: string | undefined

  constructor(words: { message: string; hint?: string | undefined; code?: string }, wire: Wire) {
    super(words.hint === undefined ? words.message : `${words.message} ${words.hint}`)
    this.reason = words.message
    this.codes = [...wire.codes, ...(words.code === undefined ? [] : [words.code])]
    this.status = wire.status
    this.hint = words.hint
  }
}

interface Wire {
  codes: readonly string[]
  status?: number | undefined
}

/** An error of the control API, with the code that the provider has answered. */
export function toRejection(thrown: unknown, exchanges: readonly Exchange[]): unknown {
  if (!(thrown instanceof AppError)) return thrown
  const { message, code, options } = thrown
  return new Rejection({ message, hint: options.hint, code }, readWire(exchanges))
}

/** The error code and the status of the last call that was refused. */
export function readWire(exchanges: readonly Exchange[]): Wire {
  const refused = exchanges.findLast(({ response }) => (response?.status ?? 0) >= 400)
  if (!refused?.response) return { codes: [] }
  const { status, body } = refused.response
  return { codes: readCodes(body?.text), status }
}

/** RFC 6749 and RFC 7591 name the code `error`, Okta's management API `errorCode`. */
function readCodes(text = ''): string[] {
  try {
    const { error, errorCode } = JSON.parse(text) as Record<string, unknown>
    return [error, errorCode].filter((code) => typeof code === 'string')
  } catch {
    return []
  }
}
