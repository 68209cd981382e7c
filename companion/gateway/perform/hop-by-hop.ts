import { FieldNames } from './field-names.ts'

/**
 * Fields that belong to one connection only.
 *
 * @see [RFC 9110 §7.6.1](https://www.rfc-editor.org/rfc/rfc9110.html#section-7.6.1)
 */
const HOP_BY_HOP = new FieldNames([
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

/**
 * The fields that `Connection` names, in lower case; `undefined` when it names none, as mostly.
 *
 * @param fields - Alternating names and values.
 */
export function readNominated(fields: readonly string[]): ReadonlySet<string> | undefined {
  let named: Set<string> | undefined
  for (let at = 0; at < fields.length; at += 2) {
    const field = fields[at] ?? ''
    if (field.length !== 10 || field.toLowerCase() !== 'connection') continue
    const options = (fields[at + 1] ?? '').toLowerCase()
    // What it mostly says, and then it names no field.
    if (options === 'keep-alive' || options === 'close') continue
    named ??= new Set()
    for (const name of options.split(',')) named.add(name.trim())
  }
  return named
}

/** Whether a field ends here: it is hop-by-hop, or `Connection` names it. Names in lower case. */
export function isHopByHop(name: string, nominated: ReadonlySet<string> | undefined): boolean {
  return HOP_BY_HOP.has(name) || nominated?.has(name) === true
}
