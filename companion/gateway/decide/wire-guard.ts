import { OWN } from './own-answers.ts'
import { type Refusal, quote, refuse } from './refusal.ts'

/** A request line and its fields as the parser saw them. */
export interface WireRequest {
  method: string
  httpVersion: string
  /** Names and values in turn, as in Node's `rawHeaders`. */
  rawHeaders: readonly string[]
}

/** At this number of lines Node may have dropped some, `Authorization` among them. */
export const MAX_HEADER_LINES = 100

/**
 * Refuses what two parsers could read in two ways, and what may hide a header.
 *
 * @see [RFC 9112 §6](https://www.rfc-editor.org/rfc/rfc9112.html#section-6) message body length
 * @see [RFC 9112 §3.2](https://www.rfc-editor.org/rfc/rfc9112.html#section-3.2) exactly one Host
 */
export function findWireProblem(request: WireRequest): Refusal | undefined {
  const { method, rawHeaders } = request
  if (method === 'TRACE')
    return refuse('route', OWN.trace, { reason: 'TRACE would send the token back to the caller.' })
  if (rawHeaders.length / 2 >= MAX_HEADER_LINES) {
    return refuse('route', OWN.headerCount, {
      reason: `The request has ${MAX_HEADER_LINES} header lines or more.`,
    })
  }
  const hosts = readValues(rawHeaders, 'host')
  if (hosts.length !== 1) {
    return refuse('route', OWN.hostCount, {
      reason: `The request has ${hosts.length} Host headers.`,
    })
  }
  return findLengthProblem(request)
}

function findLengthProblem({ httpVersion, rawHeaders }: WireRequest): Refusal | undefined {
  const codings = readValues(rawHeaders, 'transfer-encoding')
  const lengths = readValues(rawHeaders, 'content-length')
  const coding = codings[0]
  if (coding !== undefined) {
    if (codings.length > 1 || lengths.length > 0 || httpVersion !== '1.1')
      return refuse('route', OWN.bodyLength, { reason: 'The end of the body is ambiguous.' })
    if (coding.toLowerCase() !== 'chunked') {
      const isList = coding.split(',').some((name) => name.trim() === '')
      return refuse('route', isList ? OWN.bodyLength : OWN.transferCoding, {
        reason: `Transfer-Encoding is "${quote(coding)}".`,
      })
    }
  }
  const length = lengths[0]
  if (length !== undefined && (lengths.length > 1 || !/^(?:0|[1-9]\d{0,15})$/.test(length)))
    return refuse('route', OWN.bodyLength, { reason: `Content-Length is "${quote(length)}".` })
  return undefined
}

/** All values of one field, in order. `name` is lower case. */
export function readValues(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const field = rawHeaders[at] ?? ''
    if (field.length === name.length && field.toLowerCase() === name)
      values.push(rawHeaders[at + 1] ?? '')
  }
  return values
}
