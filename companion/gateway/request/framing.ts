import { OWN } from '../outcome/own-answers.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Refusal, refuse } from '../outcome/refusal.ts'

/** A request line and its fields as the parser saw them. */
export interface HttpRequest {
  method: string
  httpVersion: string
  /** Alternating names and values, as in Node's `rawHeaders`. */
  rawHeaders: readonly string[]
}

/** At this number of lines Node may have dropped some, `Authorization` among them. */
export const MAX_HEADER_LINES = 100

/**
 * Refuses requests that two parsers could read differently, or that may hide a header.
 *
 * @see [RFC 9112 §6](https://www.rfc-editor.org/rfc/rfc9112.html#section-6) message body length
 * @see [RFC 9112 §3.2](https://www.rfc-editor.org/rfc/rfc9112.html#section-3.2) exactly one Host
 */
export function findFramingProblem(request: HttpRequest): Refusal | undefined {
  const { method, httpVersion, rawHeaders } = request
  if (method === 'TRACE') return refuse('route', OWN.trace, { code: 'TRACE_REFUSED' })
  if (rawHeaders.length / 2 >= MAX_HEADER_LINES) {
    return refuse('route', OWN.headerCount, {
      code: 'TOO_MANY_HEADERS',
      facts: { limit: MAX_HEADER_LINES },
    })
  }
  if (httpVersion !== '1.1' && httpVersion !== '1.0')
    return refuse('route', OWN.httpVersion, {
      code: 'HTTP_VERSION_UNKNOWN',
      facts: { version: quote(httpVersion) },
    })
  const { hosts, codings, lengths, coding, length } = readFraming(rawHeaders)
  if (hosts !== 1)
    return refuse('route', hosts === 0 ? OWN.hostMissing : OWN.hostRepeated, {
      code: 'HOST_COUNT',
      facts: { count: hosts },
    })
  if (coding !== undefined) {
    if (codings > 1 || lengths > 0 || httpVersion !== '1.1')
      return refuse('route', OWN.bodyLength, { code: 'BODY_END_AMBIGUOUS' })
    if (coding.toLowerCase() !== 'chunked') {
      const isList = coding.split(',').some((name) => name.trim() === '')
      return refuse('route', isList ? OWN.bodyLength : OWN.transferCoding, {
        code: 'TRANSFER_CODING_UNKNOWN',
        facts: { coding: quote(coding) },
      })
    }
  }
  if (length !== undefined && (lengths > 1 || !/^(?:0|[1-9]\d{0,15})$/.test(length)))
    return refuse('route', OWN.bodyLength, {
      code: 'CONTENT_LENGTH_INVALID',
      facts: { length: quote(length) },
    })
  return undefined
}

export interface Framing {
  hosts: number
  codings: number
  lengths: number
  /** The first `Transfer-Encoding`. */
  coding: string | undefined
  /** The first `Content-Length`. */
  length: string | undefined
}

/** What says where a request goes and where it ends, in one walk over its fields. */
export function readFraming(rawHeaders: readonly string[]): Framing {
  const framing: Framing = {
    hosts: 0,
    codings: 0,
    lengths: 0,
    coding: undefined,
    length: undefined,
  }
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const field = rawHeaders[at] ?? ''
    // The length first: this runs for each field of each request.
    if (field.length === 4 && field.toLowerCase() === 'host') framing.hosts += 1
    else if (field.length === 14 && field.toLowerCase() === 'content-length') {
      framing.lengths += 1
      framing.length ??= rawHeaders[at + 1]
    } else if (field.length === 17 && field.toLowerCase() === 'transfer-encoding') {
      framing.codings += 1
      framing.coding ??= rawHeaders[at + 1]
    }
  }
  return framing
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
