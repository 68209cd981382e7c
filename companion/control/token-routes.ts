import { Router } from 'express'
import { tokenEndpoints } from '#shared/contract/endpoints/token-endpoints.ts'
import type { Inspection } from '#shared/contract/token.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'
import { maskValue } from '../secrets/mask-value.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import { compareTokens } from '../tokens/inspect-token.ts'
import type { Tokens } from '../tokens/tokens.ts'

export interface TokenRoutesDeps {
  tokens: Tokens
  inspectToken: (id: string) => Promise<Inspection>
  reveal: (secret: string) => string
  /** Resolves when all tokens can be listed without holding everything else up. */
  whenListed: () => Promise<void>
  registry: Pick<SecretRegistry, 'mask'>
}

/** `/api/tokens` and `/api/token-flows`. */
export function tokenRoutes(deps: TokenRoutesDeps): Router {
  const { tokens, inspectToken, reveal, whenListed, registry } = deps
  const router = Router()
  // What a provider says of a token may repeat it.
  const clean = async <T>(shown: Promise<T>): Promise<T> => maskValue(await shown, registry.mask)
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
  bind(router, tokenEndpoints.introspectToken, ({ params }) =>
    clean(tokens.introspect(params.token)),
  )
  bind(router, tokenEndpoints.revokeToken, async ({ params }) => {
    await tokens.revoke(params.token)
    return { revoked: true as const }
  })
  bind(router, tokenEndpoints.inspectToken, ({ params }) => clean(inspectToken(params.token)))
  bind(router, tokenEndpoints.compareTokens, ({ params }) =>
    compareTokens(read(params.token), read(params.other)),
  )
  return router
}
