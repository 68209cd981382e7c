import { Problem } from '../errors/problem.ts'
import * as z from '../zod.ts'
import { contract, EVENTS_PATH, REPLAY_UPLOADS_PATH } from './contract.ts'
import type { Endpoint } from './endpoint.ts'
import { EVENTS } from './events.ts'
import { Upload } from './replay/attempt.ts'

type Json = Record<string, unknown>

/**
 * The contract as an OpenAPI 3.1 document. Schemas go in unchanged, since 3.1 speaks JSON Schema
 * 2020-12.
 *
 * @see [OpenAPI 3.1.1](https://spec.openapis.org/oas/v3.1.1.html)
 */
export function buildOpenApi(version: string, origin: string): Json {
  const schemas: Json = {}
  toSchema(Problem, 'output', schemas)
  const paths: Record<string, Json> = {}
  for (const endpoint of Object.values(contract) as Endpoint[]) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method]: describeOperation(endpoint, schemas) }
  }
  paths[EVENTS_PATH] = { get: describeEvents(schemas) }
  paths[REPLAY_UPLOADS_PATH] = { post: describeUpload(schemas) }
  return {
    openapi: '3.1.1',
    info: {
      title: 'DCR Lab companion: control API',
      version,
      description:
        'Everything the side panel does can be done here. Loopback only, paired callers only.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: origin }],
    security: [{ pairing: [] }],
    paths,
    components: {
      securitySchemes: {
        pairing: { type: 'http', scheme: 'bearer', description: 'Pairing token' },
      },
      schemas,
    },
  }
}

function describeOperation(endpoint: Endpoint, schemas: Json): Json {
  const hasBody = !(endpoint.body instanceof z.ZodUndefined)
  const hasReply = !(endpoint.reply instanceof z.ZodUndefined)
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    ...(endpoint.isPublic && { security: [] }),
    parameters: [
      ...describeParameters(endpoint.params, 'path', schemas),
      ...describeParameters(endpoint.query, 'query', schemas),
    ],
    ...(hasBody && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: toSchema(endpoint.body, 'input', schemas) } },
      },
    }),
    responses: {
      [endpoint.status]: {
        description: endpoint.summary,
        ...(endpoint.list && { headers: PAGE_HEADERS }),
        ...(hasReply && {
          content: { 'application/json': { schema: toSchema(endpoint.reply, 'output', schemas) } },
        }),
      },
      default: {
        description: 'A problem document (RFC 9457)',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  }
}

const PAGE_HEADERS = {
  'X-Total-Count': {
    description: 'How many match, on this page or not',
    schema: { type: 'integer' },
  },
  Link: {
    description: 'The next page, as rel="next" (RFC 8288); absent on the last one',
    schema: { type: 'string' },
  },
}

function describeParameters(schema: z.ZodType, place: 'path' | 'query', schemas: Json): Json[] {
  const { properties = {}, required = [] } = toSchema(schema, 'input', schemas) as {
    properties?: Json
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }))
}

/** OpenAPI has no word for the events of a stream; their payloads are in `x-events`, by name. */
function describeEvents(schemas: Json): Json {
  const payloads = Object.entries(EVENTS).map(([name, schema]) => [
    name,
    toSchema(schema, 'output', schemas),
  ])
  return {
    operationId: 'streamEvents',
    summary: 'Server-sent events: ' + Object.keys(EVENTS).join(', '),
    'x-events': Object.fromEntries(payloads),
    parameters: [
      {
        name: 'Last-Event-ID',
        in: 'header',
        required: false,
        schema: { type: 'string', maxLength: 100 },
      },
    ],
    responses: {
      200: {
        description: 'The stream',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
    },
  }
}

/** The body is no JSON, so that it can be streamed. */
function describeUpload(schemas: Json): Json {
  return {
    operationId: 'uploadFile',
    summary: 'A file for the body of a replayed request; the newest 20 are kept',
    requestBody: {
      required: true,
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
    responses: {
      201: {
        description: 'Kept',
        content: { 'application/json': { schema: toSchema(Upload, 'output', schemas) } },
      },
    },
  }
}

/** Inlines a schema; a schema with an id moves to `components` and is referenced. */
function toSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const {
    $schema: _dialect,
    $defs,
    ...rest
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
  }) as Json & { $defs?: Record<string, Json> }
  const suffix = io === 'input' ? 'Input' : ''
  for (const [name, definition] of Object.entries($defs ?? {}))
    schemas[name + suffix] = relink(definition, suffix)
  return relink(rest, suffix)
}

function relink(schema: Json, suffix: string): Json {
  const text = JSON.stringify(schema)
  return JSON.parse(
    text.replace(
      /"#\/\$defs\/([^"]+)"/g,
      (_match, name: string) => `"#/components/schemas/${name}${suffix}"`,
    ),
  ) as Json
}
