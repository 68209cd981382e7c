import type * as z from '../zod.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** One operation of the control API. Express route, typed client and OpenAPI document come from it. */
export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  readonly id: string
  readonly method: Method
  /** Express spelling: `/api/runs/:run`. */
  readonly path: string
  readonly summary: string
  readonly status: number
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly reply: R
  /** True for the few routes that a caller needs before it is paired. */
  readonly isPublic: boolean
  /** For operations that answer with a page of a list: what it is filtered by. */
  readonly list?: { filters: readonly string[]; searched: readonly string[] }
}

export interface EndpointDefinition<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
> {
  id: string
  method: Method
  path: string
  summary: string
  status?: number
  params?: P
  query?: Q
  body?: B
  reply: R
  isPublic?: boolean
}
