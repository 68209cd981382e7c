import type { HeaderLine } from '#shared/contract/exchange.ts'
import type { ReplayField } from '#shared/contract/replay/replay-request.ts'
import { refuseInput } from '../refuse-input.ts'
import type { SecretUse } from './secret-use.ts'

/**
 * Headers that are not sent as they were typed, and why.
 *
 * @see [RFC 9110 §7.6.1](https://www.rfc-editor.org/rfc/rfc9110.html#section-7.6.1)
 */
const NOT_SENT = new Map([
  ['host', 'is taken from the address'],
  ['content-length', 'is counted anew'],
  ['expect', 'is not supported'],
  ...[
    'connection',
    'keep-alive',
    'proxy-connection',
    'proxy-authenticate',
    'proxy-authorization',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
    'http2-settings',
  ].map((name): [string, string] => [name, 'belongs to one connection']),
])

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const LINE_BREAK = /[\r\n\0]/
/** What HTTP/1.1 carries in a value. */
const VALUE = /^[\t\x20-\x7E\x80-\xFF]*$/

/** The headers that a person typed, checked and with their secrets. @throws AppError `INPUT_INVALID`. */
export function buildHeaders(
  fields: readonly ReplayField[],
  use: SecretUse,
): { lines: HeaderLine[]; leftOut: string[] } {
  const lines: HeaderLine[] = []
  const leftOut: string[] = []
  for (const [index, { name: typed, value: written, is_off }] of fields.entries()) {
    const name = typed.trim()
    if (is_off === true || (name === '' && written.trim() === '')) continue
    const reason = NOT_SENT.get(name.toLowerCase())
    if (reason !== undefined) {
      leftOut.push(`${name} was not sent: it ${reason}.`)
      continue
    }
    lines.push(
      checkLine([name, use.fill(written)], {
        name: `headers.${index}.name`,
        value: `headers.${index}.value`,
      }),
    )
  }
  return { lines, leftOut }
}

/**
 * @param fields - Where name and value stand in the request.
 * @throws AppError `INPUT_INVALID` for what is no header line.
 */
export function checkLine(
  [name, value]: HeaderLine,
  fields: { name: string; value: string },
): HeaderLine {
  if (LINE_BREAK.test(name + value))
    throw refuseInput(
      fields.value,
      `The header ${JSON.stringify(name)} holds a line break, which would begin another header.`,
      'Write it in one line.',
    )
  if (!NAME.test(name))
    throw refuseInput(
      fields.name,
      name === ''
        ? 'A header has a value and no name.'
        : `${JSON.stringify(name)} is no header name.`,
      'A name has letters, digits and dashes, such as x-request-id.',
    )
  if (!VALUE.test(value))
    throw refuseInput(
      fields.value,
      `The header ${name} holds a character that HTTP/1.1 cannot carry.`,
      'Write it in ASCII, or percent-encode it.',
    )
  return [name, value.trim()]
}

/** The value of a header, by its name in lower case. */
export function findHeader(lines: readonly HeaderLine[], name: string): string | undefined {
  return lines.find(([candidate]) => candidate.toLowerCase() === name)?.[1]
}
