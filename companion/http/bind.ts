import type { Request, Response, Router } from 'express'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import { AppError } from '#shared/errors/app-error.ts'
import * as z from '#shared/zod.ts'
import { assertPlainJson } from './assert-plain-json.ts'
import { parseInput } from './parse-input.ts'

export interface BoundInput<P, Q, B> {
  params: P
  query: Q
  body: B
  request: Request
  response: Response
}

/** Mounts one operation of the contract: parse the input, call `handle`, send its reply. */
export function bind<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  router: Router,
  endpoint: Endpoint<P, Q, B, R>,
  handle: (
    input: BoundInput<z.output<P>, z.output<Q>, z.output<B>>,
  ) => z.output<R> | Promise<z.output<R>>,
): void {
  router[endpoint.method](endpoint.path, async (request, response) => {
    const takesBody = !(endpoint.body instanceof z.ZodUndefined)
    if (takesBody && !request.is('application/json')) throw new AppError('MEDIA_TYPE_UNSUPPORTED')
    const params = parseInput(endpoint.params, { ...request.params }, 'path')
    const query = parseInput(endpoint.query, { ...request.query }, 'query')
    if (takesBody) assertPlainJson(request.body)
    const body = parseInput(endpoint.body, takesBody ? request.body : undefined, '')
    const reply = await handle({ params, query, body, request, response })
    if (reply === undefined) response.status(endpoint.status).end()
    else response.status(endpoint.status).json(reply)
  })
}
