import { AppError } from '../errors/app-error.ts'
import type { Problem } from '../errors/problem.ts'
import type { Method } from './endpoint.ts'

/** An operation of the control API as it goes over the wire, without its schemas. */
export interface Operation {
  method: Method
  /** Express spelling: `/api/runs/:run`. */
  path: string
}

export interface ApiClientOptions {
  /** Origin of the control API, such as `http://127.0.0.1:8790`. */
  origin: string
  /** The pairing token; left out for the public routes. */
  token?: string | undefined
  fetch?: typeof fetch
}

export interface LooseInput {
  params?: unknown
  query?: unknown
  body?: unknown
  /** Ends the call: the companion stops what it does for it. */
  signal?: AbortSignal | undefined
}

/** Reads an answer as a problem document, where it is one. */
type ReadProblem = (reply: unknown) => Problem | undefined

/** A page of a list as it came. */
export interface RawPage {
  items: unknown
  /** How many there are in all. */
  total: number
  /** The cursor of the next page; nothing on the last one. */
  next?: string
}

type SendOptions = ApiClientOptions & { readProblem: ReadProblem }

/**
 * Calls an operation. A list is read to its end, unless `limit` asks for one page.
 *
 * @returns The reply as it came.
 * @throws AppError with the companion's own code; `COMPANION_UNREACHABLE` when no answer comes.
 */
export async function sendCall(
  options: SendOptions,
  operation: Operation,
  input: LooseInput,
): Promise<unknown> {
  const { reply, next } = await sendOnce(options, operation, input)
  const query = input.query as { limit?: unknown } | undefined
  if (next === undefined || query?.limit !== undefined) return reply
  const rest = { ...input, query: { ...query, cursor: next } }
  return [...(reply as unknown[]), ...((await sendCall(options, operation, rest)) as unknown[])]
}

/** Reads one page of a list. @throws As `sendCall`. */
export async function sendForPage(
  options: SendOptions,
  operation: Operation,
  input: LooseInput,
): Promise<RawPage> {
  const { reply, next, total } = await sendOnce(options, operation, input)
  return { items: reply, total, ...(next !== undefined && { next }) }
}

async function sendOnce(
  options: SendOptions,
  operation: Operation,
  input: LooseInput,
): Promise<{ reply: unknown; next: string | undefined; total: number }> {
  const response = await send(options, operation, input)
  const text = await response.text()
  const reply = text === '' ? undefined : parseJson(text)
  const next = /<[^>]*[?&]cursor=([^&>]+)[^>]*>; rel="next"/.exec(
    response.headers.get('link') ?? '',
  )
  const total = Number(response.headers.get('x-total-count') ?? 0)
  if (response.ok) return { reply, next: next?.[1], total }
  const problem = options.readProblem(reply)
  if (problem) throw AppError.fromProblem(problem)
  throw new AppError('COMPANION_UNREACHABLE', {
    detail: `Something that is not a DCR Lab companion answered ${response.status}.`,
    hint: 'Check the address and which program listens on that port.',
  })
}

async function send(
  options: ApiClientOptions,
  { method, path }: Operation,
  input: LooseInput,
): Promise<Response> {
  const { origin, token, fetch: send = fetch } = options
  const hasBody = input.body !== undefined
  return send(new URL(buildPath(path, input), origin), {
    method: method.toUpperCase(),
    headers: {
      accept: 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(hasBody && { 'content-type': 'application/json' }),
    },
    ...(hasBody && { body: JSON.stringify(input.body) }),
    ...(input.signal && { signal: input.signal }),
  }).catch((cause: unknown) => {
    if (cause instanceof AppError) throw cause
    throw new AppError('COMPANION_UNREACHABLE', {
      detail: `No companion answers at ${origin}.`,
      hint: 'Start the companion with "npx dcr-lab start" or "npm start" and try again.',
      cause,
    })
  })
}

function buildPath(path: string, { params = {}, query = {} }: LooseInput): string {
  const values = params as Record<string, string>
  const filled = path.replace(/:(\w+)/g, (_match, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  )
  const pairs = Object.entries(query as Record<string, unknown>).filter(
    (pair): pair is [string, string | number | boolean] => pair[1] !== undefined,
  )
  const search = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))
  return pairs.length > 0 ? `${filled}?${search.toString()}` : filled
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
