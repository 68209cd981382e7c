import * as z from '../zod.ts'
import { defineEndpoint } from './define-endpoint.ts'
import type { Endpoint } from './endpoint.ts'

/** By this every list can be sorted: the order in which things were added. */
export const ADDED = 'added'

const MOST_PER_PAGE = 500
const PER_PAGE = 100

const MOST_VALUES = 100

/**
 * A filter that several values fit, with commas between them.
 *
 * @param values - The possible values; left out, any text without a comma is one.
 */
export function anyOf<V extends string = string>(
  values?: readonly V[],
): z.ZodType<readonly V[], string> {
  const one = values ? `(${values.join('|')})` : '[^,]{1,100}'
  return z
    .string()
    .regex(new RegExp(`^${one}(,${one}){0,${MOST_VALUES - 1}}$`))
    .transform((text) => text.split(',') as V[])
    .meta({ description: `Any of up to ${MOST_VALUES} values, with commas between them` })
}

/** What a list is filtered and sorted by. */
export interface ListRules {
  /** Names of query parameters, and of the members whose values they are compared with. */
  filters: readonly string[]
  /** The members in which the text of `q` is looked for. */
  searched: readonly string[]
}

export interface ListDefinition<
  I extends z.ZodType,
  F extends Record<string, z.ZodType>,
  S extends string,
> {
  id: string
  path: string
  summary: string
  item: I
  filters?: F
  searched?: readonly string[]
  /** Members to sort by, besides the order in which things were added. */
  sorts?: readonly S[]
  /** Without `sort`: `added`, or `-added` for the newest first. */
  order?: 'added' | '-added'
}

type Sort<S extends string> = S | `-${S}` | typeof ADDED | `-${typeof ADDED}`

/** The query of a list, with its filters. */
export type ListQuery<F extends Record<string, z.ZodType>, S extends string> = z.ZodType<
  { [Name in keyof F]?: z.output<F[Name]> | undefined } & {
    q?: string | undefined
    sort: Sort<S>
    limit: number
    cursor?: string | undefined
  },
  { [Name in keyof F]?: z.input<F[Name]> | undefined } & {
    q?: string | undefined
    sort?: Sort<S> | undefined
    limit?: number | undefined
    cursor?: string | undefined
  }
>

/** An operation that answers with a page of a list. */
export type ListEndpoint<I extends z.ZodType, Q extends z.ZodType> = Endpoint<
  z.ZodObject,
  Q,
  z.ZodUndefined,
  z.ZodArray<I>
> & { list: ListRules }

/**
 * A list, a page at a time: `X-Total-Count` says how many there are, and `Link` with `rel="next"` (RFC 8288)
 * where the next page is, while there is one.
 */
export function defineList<
  I extends z.ZodType,
  F extends Record<string, z.ZodType> = Record<never, never>,
  S extends string = never,
>(definition: ListDefinition<I, F, S>): ListEndpoint<I, ListQuery<F, S>> {
  const { item, filters = {}, searched = [], sorts = [], order = ADDED, ...rest } = definition
  const names = [...sorts, ADDED].flatMap((name) => [name, `-${name}`])
  const query = z.strictObject({
    ...Object.fromEntries(
      Object.entries(filters).map(([name, schema]) => [name, (schema as z.ZodType).optional()]),
    ),
    ...(searched.length > 0 && {
      q: z
        .string()
        .max(200)
        .optional()
        .describe(`Words, each of which is part of ${searched.join(' or ')}, in any case`),
    }),
    sort: z.enum(names).default(order).describe('A minus puts the greatest first'),
    limit: z.coerce.number().int().min(1).max(MOST_PER_PAGE).default(PER_PAGE),
    cursor: z
      .string()
      .max(1_000)
      .optional()
      .describe('Out of the `Link` of the page before; the other parameters stay the same'),
  })
  return {
    ...defineEndpoint({
      ...rest,
      method: 'get',
      query: query as unknown as ListQuery<F, S>,
      reply: z.array(item),
    }),
    list: { filters: Object.keys(filters), searched },
  }
}
