import { Problem } from '../errors/problem.ts'
import type * as z from '../zod.ts'
import { type Contract, contract } from './contract.ts'
import type { Endpoint } from './endpoint.ts'
import { type ApiClientOptions, type LooseInput, sendCall } from './send-call.ts'

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

async function call(
  options: ApiClientOptions,
  endpoint: Endpoint,
  input: LooseInput,
): Promise<unknown> {
  return endpoint.reply.parse(await sendCall({ ...options, readProblem }, endpoint, input))
}

function readProblem(reply: unknown): Problem | undefined {
  return Problem.safeParse(reply).data
}
