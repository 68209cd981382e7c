/**
 * Fields that belong to one connection only.
 *
 * @see [RFC 9110 §7.6.1](https://www.rfc-editor.org/rfc/rfc9110.html#section-7.6.1)
 */
const HOP_BY_HOP = new Set([
  'connection',
  'proxy-connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** What `Connection` mostly says; it names no field. */
const PERSISTENCE = /^(?:keep-alive|close)$/i

/** Whether a field ends here: it is hop-by-hop, or `Connection` names it. Names in lower case. */
export function createHopFilter(connectionValues: readonly string[]): (name: string) => boolean {
  if (connectionValues.every((value) => PERSISTENCE.test(value)))
    return (name) => HOP_BY_HOP.has(name)
  const named = new Set(
    connectionValues.flatMap((value) => value.split(',')).map((name) => name.trim().toLowerCase()),
  )
  return (name) => HOP_BY_HOP.has(name) || named.has(name)
}
