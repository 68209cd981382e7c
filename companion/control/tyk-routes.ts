import { Router } from 'express'
import { gatewayEndpoints } from '#shared/contract/endpoints/gateway-endpoints.ts'
import type { PushCall } from '#shared/contract/endpoints/push.ts'
import { exportApi, exportPolicy } from '#shared/tyk/export/export-classic.ts'
import { exportOas } from '#shared/tyk/export/export-oas.ts'
import { maskDefinition } from '#shared/tyk/definition-secrets.ts'
import type { Definitions } from '../definitions/definitions.ts'
import { readDefinitions } from '../definitions/import-definitions.ts'
import { listCalls, planPush } from '../definitions/plan-push.ts'
import { pushToTyk } from '../definitions/push-to-tyk.ts'
import type { DataPlane } from '../gateway/data-plane.ts'
import { bind } from '../http/bind.ts'
import type { HttpClient } from '../outgoing/http-client.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'

export interface TykRoutesDeps {
  definitions: Definitions
  gateway: DataPlane
  http: HttpClient
  registry: SecretRegistry
}

/** Import, export and push between this gateway and a real Tyk, and the calls of Tyk's own Gateway API. */
export function tykRoutes({ definitions, gateway, http, registry }: TykRoutesDeps): Router {
  const router = Router()
  const { apis, policies } = definitions

  bind(router, gatewayEndpoints.exportApi, ({ params, query }) => {
    const api = apis.require(params.api)
    const document = query.format === 'oas' ? exportOas(api) : exportApi(api)
    return query.secrets === 'whole' ? document : maskDefinition(document)
  })
  bind(router, gatewayEndpoints.exportPolicy, ({ params, query }) => {
    const document = exportPolicy(policies.require(params.policy))
    return query.secrets === 'whole' ? document : maskDefinition(document)
  })
  bind(router, gatewayEndpoints.importDefinitions, async ({ body }) => {
    const read = readDefinitions(body.definitions)
    await definitions.putAll(read)
    return {
      notes: read.notes,
      apis: read.apis.map(({ api_id }) => api_id),
      policies: read.policies.map(({ id }) => id),
    }
  })
  bind(router, gatewayEndpoints.pushToTyk, async ({ body: { dry_run, ...target } }) => {
    const push = { http, registry, apis: [...apis.list()], policies: [...policies.list()] }
    const reply = dry_run
      ? { ok: true, calls: listCalls(planPush(push, target)), states: [] }
      : await pushToTyk(push, target)
    return { ...reply, calls: reply.calls.map(showCall) }
  })

  const answer = { status: 'ok', message: 'cache invalidated' } as const
  bind(router, gatewayEndpoints.clearJwksCaches, async () => {
    await gateway.clearJwksCache()
    return answer
  })
  bind(router, gatewayEndpoints.clearJwksCache, async ({ params }) => {
    await gateway.clearJwksCache(params.api)
    return answer
  })
  return router
}

/** Tyk got the secrets of a definition; its reader gets masks. */
function showCall(call: PushCall): PushCall {
  const { body } = call
  return typeof body === 'object' && body !== null ? { ...call, body: maskDefinition(body) } : call
}
