import * as z from '../zod.ts'
import type { Endpoint, EndpointDefinition } from './endpoint.ts'

const Nothing = z.undefined()
const NoMembers = z.object({})

/** Fills the parts that most operations leave out: no parameters, no query, no body, 200. */
export function defineEndpoint<
  R extends z.ZodType,
  P extends z.ZodType = typeof NoMembers,
  Q extends z.ZodType = typeof NoMembers,
  B extends z.ZodType = typeof Nothing,
>(definition: EndpointDefinition<P, Q, B, R>): Endpoint<P, Q, B, R> {
  return {
    status: 200,
    isPublic: false,
    ...definition,
    params: definition.params ?? (NoMembers as unknown as P),
    query: definition.query ?? (NoMembers as unknown as Q),
    body: definition.body ?? (Nothing as unknown as B),
  }
}
