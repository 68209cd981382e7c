import { Router } from 'express'
import { tokenEndpoints } from '#shared/contract/endpoints/token-endpoints.ts'
import type { Inspection } from '#shared/contract/token.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'
import { compareTokens } from '../tokens/inspect-token.ts'
import type { Tokens } from '../tokens/tokens.ts'

export interface TokenRoutesDeps {
  tokens: Tokens
  inspectToken: (id: string) => Promise<Inspection>
  reveal: (secret: string) => string
  /** Resolves when all tokens can be listed without holding everything else up. */
  whenListed: () => Promise<void>
}

/** `/api/tokens` and `/api/token-flows`. */
export function tokenRoutes({ tokens, inspectToken, reveal, whenListed }: TokenRoutesDeps): Router {
  const router = Router()
  const read = (id: string): string => reveal(`token/${id}/access_token`)
  bindList(router, tokenEndpoints.listTokens, {
    async rows() {
      await whenListed()
      return tokens.outlines()
    },
    keyOf: ({ id }) => id,
    present: ({ id }) => tokens.get(id),
  })
  bind(router, tokenEndpoints.requestToken, ({ body }) => tokens.request(body))
  bind(router, tokenEndpoints.startFlow, ({ body }) => tokens.startFlow(body))
  bind(router, tokenEndpoints.getFlow, ({ params }) => tokens.getFlow(params.flow))
  bind(router, tokenEndpoints.renewToken, ({ params }) => tokens.renew(params.token))
  bind(router, tokenEndpoints.introspectToken, ({ params }) => tokens.introspect(params.token))
  bind(router, tokenEndpoints.revokeToken, async ({ params }) => {
    await tokens.revoke(params.token)
    return { revoked: true as const }
  })
  bind(router, tokenEndpoints.inspectToken, ({ params }) => inspectToken(params.token))
  bind(router, tokenEndpoints.compareTokens, ({ params }) =>
    compareTokens(read(params.token), read(params.other)),
  )
  return router
}
