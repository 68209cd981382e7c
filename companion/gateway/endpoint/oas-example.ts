import { FieldName, FieldValue } from '#shared/tyk/http-fields.ts'
import { type Members, readMembers } from '../go/members.ts'
import type { Reply } from '../outcome/reply.ts'
import { readValues } from '../request/framing.ts'

/** Tyk's `mockResponse.fromOASExamples`. */
export interface ExampleSettings {
  enabled?: boolean | undefined
  code?: number | undefined
  contentType?: string | undefined
  exampleName?: string | undefined
}

/** What an operation of an OpenAPI document answers, and which of it is asked for. */
export interface Examples {
  settings: ExampleSettings
  /** By status, as in the document. */
  responses: unknown
  /** What references point into. */
  document: unknown
}

/**
 * Chooses an example of the document; the request may ask for another one than the settings do.
 *
 * @returns Tyk's text where the document has no such example.
 */
export function chooseExample(
  { settings, responses, document }: Examples,
  rawHeaders: readonly string[],
): Reply | string {
  const read = (name: string) => readValues(rawHeaders, name)[0] || undefined
  const asked = read('x-tyk-accept-example-code')
  if (asked !== undefined && !/^[+-]?\d+$/.test(asked))
    return `given code ${asked} is not a valid integer value`
  const status = asked === undefined ? settings.code || 200 : Number(asked)
  const resolve = (node: unknown) => resolveReference(document, node)
  const response = resolve(readMembers(responses)[String(status)])
  if (response === undefined || status < 200 || status > 599)
    return `there is no example response for the code: ${status}`
  const accept = read('accept')
  const type =
    accept === undefined || accept === '*/*' ? settings.contentType || 'application/json' : accept
  const media = findMedia(readMembers(readMembers(response)['content']), type)
  if (media === undefined) return `there is no example response for the content type: ${type}`
  const name = read('x-tyk-accept-example-name') ?? settings.exampleName ?? ''
  const found = findExample(readMembers(media), name, resolve)
  if (!found) return `there is no example response for the example name: ${name}`
  const headers = describeHeaders(readMembers(response)['headers'], resolve)
  return {
    replied: true,
    status,
    headers: [...headers, 'Content-Type', type],
    text: writeJson(found.value),
  }
}

type Resolve = (node: unknown) => unknown

/** The type itself, then without its parameters, then any of its kind, then any. */
function findMedia(content: Members, type: string): unknown {
  const plain = type.split(';', 1)[0] ?? ''
  const names = [type, plain.trim(), `${plain.split('/', 1)[0] ?? ''}/*`, '*/*']
  const name = names.find((one) => Object.hasOwn(content, one))
  return name === undefined ? undefined : content[name]
}

/** The example itself, the named one, the first by name, or one that the schema makes. */
function findExample(
  media: Members,
  name: string,
  resolve: Resolve,
): { value: unknown } | undefined {
  const { example, schema } = media
  if (example !== undefined && example !== null) return { value: example }
  const examples = readMembers(media['examples'])
  const [first] = Object.keys(examples).toSorted()
  const chosen = name === '' ? first : name
  if (first !== undefined && readMember(examples, chosen ?? '') === undefined) return undefined
  const { value } = readMembers(first === undefined ? {} : resolve(examples[chosen ?? '']))
  return { value: value ?? makeExample(schema, resolve) }
}

/** What a schema without examples is shown with. */
const EMPTY: ReadonlyMap<unknown, unknown> = new Map<unknown, unknown>([
  ['string', 'string'],
  ['integer', 0],
  ['number', 0],
  ['boolean', true],
])

/** Schemas may hold themselves; deeper than this they hold nothing. */
const MAX_DEPTH = 16

/** A schema that holds itself thrice would have millions; what comes after these is null. */
const MAX_PARTS = 10_000

function makeExample(schema: unknown, resolve: Resolve): unknown {
  let parts = 0
  const count = (node: unknown) => {
    parts += 1
    return parts > MAX_PARTS ? undefined : resolve(node)
  }
  return makePart(schema, count, 0)
}

function makePart(node: unknown, resolve: Resolve, depth: number): unknown {
  const { example, type, properties, items, enum: values } = readMembers(resolve(node))
  if (example !== undefined && example !== null) return example
  if (depth >= MAX_DEPTH) return null
  const make = (part: unknown) => makePart(part, resolve, depth + 1)
  if (type === 'object') {
    const entries = Object.entries(readMembers(properties))
    return Object.fromEntries(entries.map(([name, property]) => [name, make(property)]))
  }
  if (type === 'array') return [make(items)]
  if (Array.isArray(values) && values.length > 0) return values[0] as unknown
  return EMPTY.get(type) ?? null
}

/** Without those that would end the answer early, or cannot be sent; the type is said elsewhere. */
function describeHeaders(headers: unknown, resolve: Resolve): string[] {
  const named = Object.entries(readMembers(headers)).toSorted(([left], [right]) =>
    left < right ? -1 : 1,
  )
  return named.flatMap(([name, header]) => {
    const value = makeExample(readMembers(resolve(header))['schema'], resolve)
    const text = typeof value === 'string' ? value : writeJson(value)
    const isSent = FieldName.safeParse(name).success && FieldValue.safeParse(text).success
    return isSent && name.toLowerCase() !== 'content-type' ? [name, text] : []
  })
}

/** Follows `$ref` within the document. */
function resolveReference(document: unknown, node: unknown): unknown {
  let found = node
  for (let hops = 0; hops < MAX_DEPTH; hops += 1) {
    const reference = readMembers(found)['$ref']
    if (typeof reference !== 'string') return found
    const steps = reference.startsWith('#/') ? reference.slice(2).split('/') : ['']
    found = steps
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>(readMember, document)
  }
  return undefined
}

function readMember(part: unknown, name: string): unknown {
  const members = readMembers(part)
  return Object.hasOwn(members, name) ? members[name] : undefined
}

/** JSON as Go writes it: members by name, and what could be markup escaped. */
function writeJson(value: unknown): string {
  return JSON.stringify(value ?? null, sortMembers).replaceAll(
    /[<>&\u2028\u2029]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function sortMembers(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)),
  )
}
