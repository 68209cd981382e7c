import type { Reply } from '../outcome/reply.ts'
import { readValues } from '../request/framing.ts'

const HTML =
  /^[\t\n\f\r ]*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)[ >]/i
const XML = /^[\t\n\f\r ]*<\?xml/

/** An answer in place of the upstream's; Go's server names the type of a text that has none. */
export function readMock({ code, body, headers: given }: Record<string, unknown>): Reply {
  const text = typeof body === 'string' ? body : ''
  const fields = typeof given === 'object' && given !== null ? given : {}
  const headers = Object.entries(fields).flatMap(([name, value]) => [name, String(value)])
  if (text !== '' && readValues(headers, 'content-type').length === 0)
    headers.push('Content-Type', `text/${guessKind(text)}; charset=utf-8`)
  const status = typeof code === 'number' && code > 0 ? code : 200
  return { replied: true, status, headers, text }
}

/** @see [WHATWG: MIME sniffing](https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type) */
function guessKind(text: string): string {
  if (HTML.test(text)) return 'html'
  return XML.test(text) ? 'xml' : 'plain'
}
