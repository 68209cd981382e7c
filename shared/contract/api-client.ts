import { AppError } from '../errors/app-error.ts'
import { Problem } from '../errors/problem.ts'
import type * as z from '../zod.ts'
import { type Contract, contract } from './contract.ts'
import type { Endpoint } from './endpoint.ts'

type Input<E> =
  E extends Endpoint<infer P, infer Q, infer B, z.ZodType>
    ? { params?: z.input<P>; query?: z.input<Q> } & (undefined extends z.input<B>
        ? { body?: undefined }
        : { body: z.input<B> })
    : never

type Reply<E> = E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer R> ? z.output<R> : never

export interface CallOptions {
  /** Ends the call: the companion stops what it does for it. */
  signal?: AbortSignal
}

type Call<E> =
  Record<string, never> extends Input<E>
    ? (input?: Input<E>, options?: CallOptions) => Promise<Reply<E>>
    : (input: Input<E>, options?: CallOptions) => Promise<Reply<E>>

/** One method per operation of the contract, each resolving to its parsed reply. */
export type ApiClient = { [Name in keyof Contract]: Call<Contract[Name]> }

export interface ApiClientOptions {
  /** Origin of the control API, such as `http://127.0.0.1:8790`. */
  origin: string
  /** The pairing token; left out for the public routes. */
  token?: string | undefined
  fetch?: typeof fetch
}

/**
 * A typed client of the control API.
 *
 * @throws AppError with the companion's own code; `COMPANION_UNREACHABLE` when no answer comes.
 */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const calls = Object.entries(contract).map(([name, endpoint]) => [
    name,
    (input: LooseInput = {}, { signal }: CallOptions = {}) =>
      call(options, endpoint, { ...input, signal }),
  ])
  return Object.fromEntries(calls) as ApiClient
}

interface LooseInput {
  params?: unknown
  query?: unknown
  body?: unknown
  signal?: AbortSignal | undefined
}

async function call(
  options: ApiClientOptions,
  endpoint: Endpoint,
  input: LooseInput,
): Promise<unknown> {
  const response = await send(options, endpoint, input)
  const text = await response.text()
  const reply = text === '' ? undefined : parseJson(text)
  if (!response.ok) throw readProblem(reply, response.status)
  return endpoint.reply.parse(reply)
}

async function send(
  options: ApiClientOptions,
  endpoint: Endpoint,
  input: LooseInput,
): Promise<Response> {
  const { origin, token, fetch: send = fetch } = options
  const hasBody = input.body !== undefined
  return send(new URL(buildPath(endpoint.path, input), origin), {
    method: endpoint.method.toUpperCase(),
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

function readProblem(reply: unknown, status: number): AppError {
  const problem = Problem.safeParse(reply)
  if (problem.success) return AppError.fromProblem(problem.data)
  return new AppError('COMPANION_UNREACHABLE', {
    detail: `Something that is not a DCR Lab companion answered ${status}.`,
    hint: 'Check the address and which program listens on that port.',
  })
}
