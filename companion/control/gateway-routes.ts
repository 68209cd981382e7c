import { Router } from 'express'
import { gatewayEndpoints } from '#shared/contract/endpoints/gateway-endpoints.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Definitions } from '../definitions/definitions.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'

export interface GatewayRoutesDeps {
  definitions: Definitions
}

/** `/api/apis` and `/api/policies`: Tyk's classic JSON, live at once. */
export function gatewayRoutes({ definitions }: GatewayRoutesDeps): Router {
  const router = Router()
  const { apis, policies } = definitions

  bindList(router, gatewayEndpoints.listApis, {
    rows: () => apis.list(),
    keyOf: ({ api_id }) => api_id,
    present: (item) => item,
  })
  bind(router, gatewayEndpoints.getApi, ({ params }) => apis.require(params.api))
  bind(router, gatewayEndpoints.putApi, ({ params, body }) => {
    assertSameId('api_id', params.api, body.api_id)
    return definitions.putApi(body)
  })
  bind(router, gatewayEndpoints.deleteApi, async ({ params }) => {
    await definitions.removeApi(params.api)
    return undefined
  })

  bindList(router, gatewayEndpoints.listPolicies, {
    rows: () => policies.list(),
    keyOf: ({ id }) => id,
    present: (item) => item,
  })
  bind(router, gatewayEndpoints.getPolicy, ({ params }) => policies.require(params.policy))
  bind(router, gatewayEndpoints.putPolicy, ({ params, body }) => {
    assertSameId('id', params.policy, body.id)
    return definitions.putPolicy(body)
  })
  bind(router, gatewayEndpoints.deletePolicy, async ({ params }) => {
    await definitions.removePolicy(params.policy)
    return undefined
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
