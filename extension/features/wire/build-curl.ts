import type { Exchange } from '#shared/contract/exchange.ts'

/** The placeholder for a secret that the companion has masked. */
export const SECRET_PLACEHOLDER = '<secret>'

/** A masked secret: a token whose signature is masked counts as a whole, since it is useless so. */
const MASKED = /(?:eyJ[\w-]+\.[\w-]+\.)?(?:•|%E2%80%A2){4}[\w.~+/=-]*/gi

/** Set by curl itself; repeating them would contradict what it sends. */
const OWN_HEADERS = new Set(['host', 'content-length', 'connection', 'accept-encoding'])

/** The request as a command for a POSIX shell. */
export function buildCurl(request: Exchange['request']): string {
  const headers = request.headers.filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()))
  const parts = [
    `curl -X ${request.method} ${quote(request.url)}`,
    ...headers.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(request.body ? [`--data-raw ${quote(request.body.text)}`] : []),
  ]
  return parts.join(' \\\n  ')
}

function quote(text: string): string {
  return `'${text.replaceAll(MASKED, SECRET_PLACEHOLDER).replaceAll("'", "'\\''")}'`
}
