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

/**
 * Calls an operation. @returns The reply as it came.
 *
 * @throws AppError with the companion's own code; `COMPANION_UNREACHABLE` when no answer comes.
 */
export async function sendCall(
  options: ApiClientOptions & { readProblem: ReadProblem },
  operation: Operation,
  input: LooseInput,
): Promise<unknown> {
  const response = await send(options, operation, input)
  const text = await response.text()
  const reply = text === '' ? undefined : parseJson(text)
  if (response.ok) return reply
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
