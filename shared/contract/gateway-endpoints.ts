import { ApiDefinition } from '../tyk/api-definition.ts'
import { Policy } from '../tyk/policy.ts'
import * as z from '../zod.ts'
import { defineEndpoint } from './define-endpoint.ts'

const ApiParams = z.strictObject({ api: z.string() })
const PolicyParams = z.strictObject({ policy: z.string() })

/** Tyk's answer to a call of its own REST API. */
const TykOk = z.strictObject({ status: z.literal('ok'), message: z.string() })

export const gatewayEndpoints = {
  clearJwksCaches: defineEndpoint({
    id: 'clearJwksCaches',
    method: 'delete',
    path: '/tyk/cache/jwks',
    summary: "Forgets every key set, as Tyk's call of the same name",
    reply: TykOk,
  }),
  clearJwksCache: defineEndpoint({
    id: 'clearJwksCache',
    method: 'delete',
    path: '/tyk/cache/jwks/:api',
    summary: "Forgets the key sets of one API, as Tyk's call of the same name",
    params: ApiParams,
    reply: TykOk,
  }),
  listApis: defineEndpoint({
    id: 'listApis',
    method: 'get',
    path: '/api/apis',
    summary: 'API definitions the gateway serves',
    reply: z.array(ApiDefinition),
  }),
  getApi: defineEndpoint({
    id: 'getApi',
    method: 'get',
    path: '/api/apis/:api',
    summary: 'One API definition',
    params: ApiParams,
    reply: ApiDefinition,
  }),
  putApi: defineEndpoint({
    id: 'putApi',
    method: 'put',
    path: '/api/apis/:api',
    summary: 'Creates or replaces an API definition; live at once',
    params: ApiParams,
    body: ApiDefinition,
    reply: ApiDefinition,
  }),
  deleteApi: defineEndpoint({
    id: 'deleteApi',
    method: 'delete',
    path: '/api/apis/:api',
    summary: 'Removes an API definition',
    status: 204,
    params: ApiParams,
    reply: z.undefined(),
  }),
  listPolicies: defineEndpoint({
    id: 'listPolicies',
    method: 'get',
    path: '/api/policies',
    summary: 'Policies the gateway applies',
    reply: z.array(Policy),
  }),
  getPolicy: defineEndpoint({
    id: 'getPolicy',
    method: 'get',
    path: '/api/policies/:policy',
    summary: 'One policy',
    params: PolicyParams,
    reply: Policy,
  }),
  putPolicy: defineEndpoint({
    id: 'putPolicy',
    method: 'put',
    path: '/api/policies/:policy',
    summary: 'Creates or replaces a policy; live at once',
    params: PolicyParams,
    body: Policy,
    reply: Policy,
  }),
  deletePolicy: defineEndpoint({
    id: 'deletePolicy',
    method: 'delete',
    path: '/api/policies/:policy',
    summary: 'Removes a policy',
    status: 204,
    params: PolicyParams,
    reply: z.undefined(),
  }),
}
