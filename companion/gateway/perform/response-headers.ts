import { VERDICT_HEADER } from '#shared/contract/verdict.ts'
import type { Facts } from '../decide/facts.ts'
import { RATE_HEADERS, type RateFacts, readRateHeaders } from '../answer/rate-headers.ts'
import { FieldNames } from './field-names.ts'
import { isHopByHop, readNominated } from './hop-by-hop.ts'

const OWN = new FieldNames([VERDICT_HEADER, ...RATE_HEADERS].map((name) => name.toLowerCase()))

/**
 * The fields for the caller, alternating names and values: what the upstream sent without what belongs to
 * its connection, then the verdict's id, Tyk's rate headers and the end of the API. Bytes above 7F pass as Latin-1.
 *
 * @param fields - Alternating names and values, as Latin-1.
 */
export function buildCallerHeaders(
  fields: readonly string[],
  verdict: string,
  facts: RateFacts & Partial<Pick<Facts, 'corsHeaders' | 'expiryField'>>,
): string[] {
  const nominated = readNominated(fields)
  const headers: string[] = []
  for (let at = 0; at < fields.length; at += 2) {
    const field = fields[at] ?? ''
    const name = field.toLowerCase()
    if (facts.corsHeaders && isCorsField(name)) continue
    if (!isHopByHop(name, nominated) && !OWN.has(name)) headers.push(field, fields[at + 1] ?? '')
  }
  const [limit, remaining = '0', reset = '0'] = readRateHeaders(facts)
  if (limit !== undefined)
    headers.push(RATE_HEADERS[0], limit, RATE_HEADERS[1], remaining, RATE_HEADERS[2], reset)
  if (facts.corsHeaders) headers.push(...facts.corsHeaders)
  if (facts.expiryField) headers.push(...facts.expiryField)
  headers.push(VERDICT_HEADER, verdict)
  return headers
}

/**
 * The fields of an answer that has no content, without a length that would announce some.
 *
 * @param fields - Alternating names and values.
 * @see [RFC 9110 §8.6](https://www.rfc-editor.org/rfc/rfc9110.html#section-8.6) not with 204
 * @see [RFC 9110 §15.3.6](https://www.rfc-editor.org/rfc/rfc9110.html#section-15.3.6) 205
 */
export function dropLength(fields: readonly string[]): string[] {
  const kept: string[] = []
  for (let at = 0; at < fields.length; at += 2) {
    const field = fields[at] ?? ''
    if (field.toLowerCase() !== 'content-length') kept.push(field, fields[at + 1] ?? '')
  }
  return kept
}

/** A browser refuses an answer in which the same CORS header occurs twice. */
function isCorsField(name: string): boolean {
  return name.startsWith('access-control-')
}
