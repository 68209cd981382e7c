import type { RequestBody } from 'postman-collection'
import type { ReplayBody } from '#shared/contract/replay/replay-request.ts'
import * as z from '#shared/zod.ts'
import { NO_BODY, readTextBody } from './read-body.ts'
import type { PostmanVariables } from './postman-variables.ts'

const Field = z.object({
  key: z.string().nullish(),
  value: z.unknown().optional(),
  disabled: z.boolean().nullish(),
  type: z.string().nullish(),
  src: z.unknown().optional(),
  contentType: z.string().nullish(),
  fileName: z.string().nullish(),
})

/** The members of a body that are used here; others, such as options of Postman's editor, are not. */
const Body = z.object({
  mode: z.string().nullish(),
  disabled: z.boolean().nullish(),
  raw: z.string().nullish(),
  urlencoded: z.array(Field).nullish(),
  formdata: z.array(Field).nullish(),
  file: z.object({ src: z.unknown().optional() }).nullish(),
  graphql: z.object({ query: z.string().nullish(), variables: z.unknown().optional() }).nullish(),
  options: z.object({ raw: z.object({ language: z.string() }) }).nullish(),
})

type Field = z.infer<typeof Field>

const LANGUAGES = new Map([
  ['json', 'application/json'],
  ['xml', 'application/xml'],
  ['html', 'text/html'],
  ['javascript', 'application/javascript'],
])

interface Context {
  variables: PostmanVariables
  warnings: Set<string>
  /** The media type that the headers name, or none. */
  mediaType: string
}

/** A body in one of Postman's modes. */
export function readPostmanBody(body: RequestBody | undefined, context: Context): ReplayBody {
  const read = Body.safeParse(body?.toJSON())
  if (!read.success || read.data.disabled === true) return NO_BODY
  const { mode, raw, urlencoded, formdata, file, graphql, options } = read.data
  const { variables, warnings, mediaType } = context
  switch (mode) {
    case 'raw': {
      const language = options?.raw.language ?? ''
      if (raw === undefined || raw === null || raw === '') return NO_BODY
      return readTextBody(variables.fill(raw), mediaType || (LANGUAGES.get(language) ?? ''))
    }
    case 'urlencoded':
      return {
        kind: 'form',
        fields: (urlencoded ?? []).map((field) => readField(field, variables)),
      }
    case 'formdata':
      return {
        kind: 'multipart',
        parts: (formdata ?? []).flatMap((part) => readPart(part, context)),
      }
    case 'file': {
      const named = nameFile(file?.src)
      warnings.add(`The file ${named} was not read; choose it before you send.`)
      return { kind: 'file', named, media_type: mediaType || 'application/octet-stream' }
    }
    case 'graphql':
      return { kind: 'json', text: writeGraphql(graphql, variables) }
    default:
      return NO_BODY
  }
}

function readField({ key, value, disabled }: Field, variables: PostmanVariables) {
  return {
    name: variables.fill(key ?? ''),
    value: variables.fill(typeof value === 'string' ? value : ''),
    ...(disabled === true && { is_off: true }),
  }
}

function readPart(
  field: Field,
  { variables, warnings }: Context,
): Extract<ReplayBody, { kind: 'multipart' }>['parts'] {
  const { name, value, is_off } = readField(field, variables)
  if (is_off === true) {
    warnings.add(`The part ${name} was switched off in Postman and was left out.`)
    return []
  }
  if (field.type !== 'file') return [{ kind: 'field', name, value }]
  const named = nameFile(field.src)
  warnings.add(`The file ${named} was not read; choose it before you send.`)
  return [
    {
      kind: 'file',
      name,
      named,
      ...(typeof field.fileName === 'string' && { filename: field.fileName }),
      ...(typeof field.contentType === 'string' && { media_type: field.contentType }),
    },
  ]
}

/** Postman has a path, a list of paths, or nothing here. */
function nameFile(source: unknown): string {
  const [first] = [source].flat()
  return typeof first === 'string' ? first.slice(0, 500) : 'of the body'
}

/** @see [GraphQL over HTTP](https://graphql.github.io/graphql-over-http/draft/#sec-JSON-Encoding) */
function writeGraphql(
  graphql: z.infer<typeof Body>['graphql'],
  variables: PostmanVariables,
): string {
  const given = graphql?.variables
  const text = variables.fill(typeof given === 'string' ? given : JSON.stringify(given ?? {}))
  return JSON.stringify({
    query: variables.fill(graphql?.query ?? ''),
    variables: parseOrText(text),
  })
}

function parseOrText(text: string): unknown {
  try {
    return text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    return text
  }
}
