import { Router } from 'express'
import { gatewayEndpoints } from '#shared/contract/endpoints/gateway-endpoints.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { maskDefinition } from '#shared/tyk/definition-secrets.ts'
import type { Definitions } from '../definitions/definitions.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'

export interface GatewayRoutesDeps {
  definitions: Definitions
}

/** `/api/apis` and `/api/policies`: Tyk's classic JSON, live at once, shown with its secrets masked. */
export function gatewayRoutes({ definitions }: GatewayRoutesDeps): Router {
  const router = Router()
  const { apis, policies } = definitions

  bindList(router, gatewayEndpoints.listApis, {
    rows: () => apis.list(),
    keyOf: ({ api_id }) => api_id,
    present: maskDefinition,
  })
  bind(router, gatewayEndpoints.getApi, ({ params }) => maskDefinition(apis.require(params.api)))
  bind(router, gatewayEndpoints.putApi, async ({ params, body }) => {
    assertSameId('api_id', params.api, body.api_id)
    return maskDefinition(await definitions.putApi(body))
  })
  bind(router, gatewayEndpoints.deleteApi, async ({ params }) => {
    await definitions.removeApi(params.api)
    return undefined
  })

  bindList(router, gatewayEndpoints.listPolicies, {
    rows: () => policies.list(),
    keyOf: ({ id }) => id,
    present: maskDefinition,
  })
  bind(router, gatewayEndpoints.getPolicy, ({ params }) =>
    maskDefinition(policies.require(params.policy)),
  )
  bind(router, gatewayEndpoints.putPolicy, async ({ params, body }) => {
    assertSameId('id', params.policy, body.id)
    return maskDefinition(await definitions.putPolicy(body))
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
