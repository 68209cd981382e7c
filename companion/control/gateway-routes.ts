import { Router } from 'express'
import { gatewayEndpoints } from '#shared/contract/gateway-endpoints.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { exportApi, exportOas, exportPolicy } from '#shared/tyk/definition-export.ts'
import type { Definitions } from '../definitions/definitions.ts'
import { readDefinitions } from '../definitions/import-definitions.ts'
import { planPush, pushToTyk } from '../definitions/push-to-tyk.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { bind } from '../http/bind.ts'
import type { Wire } from '../recorder/wire.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import type { Store } from '../store/store.ts'
import { requireRecord } from './require-record.ts'

export interface GatewayRoutesDeps {
  store: Store
  definitions: Definitions
  gateway: Pick<Gateway, 'clearJwksCache'>
  wire: Wire
  registry: SecretRegistry
}

/** `/api/apis` and `/api/policies`: Tyk's classic JSON, live at once. */
export function gatewayRoutes(deps: GatewayRoutesDeps): Router {
  const { store, definitions, gateway } = deps
  const router = Router()
  const apis = store.records('apis')
  const policies = store.records('policies')

  bind(router, gatewayEndpoints.listApis, () => [...apis.list()])
  bind(router, gatewayEndpoints.getApi, ({ params }) =>
    requireRecord(apis.get(params.api), 'API', params.api),
  )
  bind(router, gatewayEndpoints.putApi, ({ params, body }) => {
    assertSameId('api_id', params.api, body.api_id)
    return definitions.putApi(body)
  })
  bind(router, gatewayEndpoints.deleteApi, async ({ params }) => {
    requireRecord(apis.get(params.api), 'API', params.api)
    await apis.delete(params.api)
    return undefined
  })

  bind(router, gatewayEndpoints.listPolicies, () => [...policies.list()])
  bind(router, gatewayEndpoints.getPolicy, ({ params }) =>
    requireRecord(policies.get(params.policy), 'policy', params.policy),
  )
  bind(router, gatewayEndpoints.putPolicy, ({ params, body }) => {
    assertSameId('id', params.policy, body.id)
    return definitions.putPolicy(body)
  })
  bind(router, gatewayEndpoints.deletePolicy, async ({ params }) => {
    requireRecord(policies.get(params.policy), 'policy', params.policy)
    await policies.delete(params.policy)
    return undefined
  })

  bind(router, gatewayEndpoints.exportApi, ({ params, query }) => {
    const api = requireRecord(apis.get(params.api), 'API', params.api)
    return query.format === 'oas' ? exportOas(api) : exportApi(api)
  })
  bind(router, gatewayEndpoints.exportPolicy, ({ params }) =>
    exportPolicy(requireRecord(policies.get(params.policy), 'policy', params.policy)),
  )
  bind(router, gatewayEndpoints.importDefinitions, async ({ body }) => {
    const read = readDefinitions(body.definitions)
    await definitions.putAll(read)
    return {
      apis: read.apis.map(({ api_id }) => api_id),
      policies: read.policies.map(({ id }) => id),
    }
  })
  bind(router, gatewayEndpoints.pushToTyk, ({ body: { dry_run, ...target } }) => {
    const { wire, registry } = deps
    const push = { wire, registry, apis: [...apis.list()], policies: [...policies.list()] }
    return dry_run ? { ok: true, calls: planPush(push, target) } : pushToTyk(push, target)
  })

  const answer = { status: 'ok', message: 'cache invalidated' } as const
  bind(router, gatewayEndpoints.clearJwksCaches, () => {
    gateway.clearJwksCache()
    return answer
  })
  bind(router, gatewayEndpoints.clearJwksCache, ({ params }) => {
    gateway.clearJwksCache(params.api)
    return answer
  })
  return router
}

function assertSameId(field: string, inPath: string, inBody: string): void {
  if (inPath === inBody) return
  const message = `The body names "${inBody}", the address "${inPath}"; they have to be the same.`
  throw new AppError('REQUEST_INVALID', {
    detail: message,
    issues: [{ field, rule: 'same_as_path', message }],
  })
}
