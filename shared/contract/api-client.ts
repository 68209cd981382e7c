import { Problem } from '../errors/problem.ts'
import type * as z from '../zod.ts'
import { type Contract, contract } from './contract.ts'
import type { Endpoint } from './endpoint.ts'
import { type ApiClientOptions, type LooseInput, sendCall, sendForPage } from './send-call.ts'

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

/** The operations that answer with a page of a list. */
export type ListName = {
  [Name in keyof Contract]: Contract[Name] extends { list: unknown } ? Name : never
}[keyof Contract]

/** A page of a list. */
export interface Page<Item> {
  items: Item[]
  /** How many match, on this page or not. */
  total: number
  /** The `cursor` of the next page; nothing on the last one. */
  next?: string
}

type ItemOf<Name extends ListName> = Reply<Contract[Name]> extends (infer Item)[] ? Item : never

/** Reads one page of a list. */
export type ReadPage = <Name extends ListName>(
  name: Name,
  input?: Input<Contract[Name]>,
  options?: CallOptions,
) => Promise<Page<ItemOf<Name>>>

/**
 * One method per operation of the contract, each resolving to its parsed reply. The method of a list reads
 * all of its pages, unless `limit` asks for one; `page` reads one, with the total.
 */
export type ApiClient = { [Name in keyof Contract]: Call<Contract[Name]> } & { page: ReadPage }

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
  const page = async (
    name: ListName,
    input: LooseInput = {},
    { signal }: CallOptions = {},
  ): Promise<Page<unknown>> => {
    const endpoint: Endpoint = contract[name]
    const read = await sendForPage({ ...options, readProblem }, endpoint, { ...input, signal })
    return { ...read, items: endpoint.reply.parse(read.items) as unknown[] }
  }
  return { ...Object.fromEntries(calls), page } as ApiClient
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
