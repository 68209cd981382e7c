import { ApiDefinition } from '../../tyk/api-definition.ts'
import { HttpUrl } from '../../tyk/dcr-options.ts'
import { Policy } from '../../tyk/policy.ts'
import { HeaderCredential } from '../../oauth/header-credential.ts'
import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { defineList } from '../define-list.ts'
import { ImportNote } from './import-note.ts'
import { PushReply } from './push.ts'

const ApiParams = z.strictObject({ api: z.string().max(300) })
const ExportFormat = z.enum(['classic', 'oas']).default('classic')
const ExportSecrets = z
  .enum(['masked', 'whole'])
  .default('masked')
  .describe('A gateway needs the definition whole; every other reader does not')
const PolicyParams = z.strictObject({ policy: z.string().max(300) })

/** Tyk's answer to a call of the Tyk Gateway API. */
const TykOk = z.strictObject({ status: z.literal('ok'), message: z.string() })

export const gatewayEndpoints = {
  exportApi: defineEndpoint({
    id: 'exportApi',
    method: 'get',
    path: '/api/apis/:api/export',
    summary: 'An API definition as a Tyk 5 gateway loads it',
    params: ApiParams,
    query: z.object({ format: ExportFormat, secrets: ExportSecrets }),
    reply: z.looseObject({}),
  }),
  exportPolicy: defineEndpoint({
    id: 'exportPolicy',
    method: 'get',
    path: '/api/policies/:policy/export',
    summary: 'A policy as a Tyk 5 gateway loads it',
    params: PolicyParams,
    query: z.object({ secrets: ExportSecrets }),
    reply: z.looseObject({}),
  }),
  importDefinitions: defineEndpoint({
    id: 'importDefinitions',
    method: 'post',
    path: '/api/imports',
    summary:
      'Takes API definitions and policies of Tyk, as they lie in files, lists, maps and wrappers; all or none, live at once',
    body: z.strictObject({
      definitions: z
        .array(z.union([z.looseObject({}), z.array(z.unknown()).max(1000)]))
        .min(1)
        .max(200),
    }),
    reply: z.strictObject({
      apis: z.array(z.string()),
      policies: z.array(z.string()),
      notes: z.array(ImportNote),
    }),
  }),
  pushToTyk: defineEndpoint({
    id: 'pushToTyk',
    method: 'post',
    path: '/api/pushes',
    summary:
      'Puts policies and APIs into a Tyk Gateway over its REST API, reloads it, and asks whether it has them',
    body: z.strictObject({
      url: HttpUrl,
      api_url: HttpUrl.optional().describe(
        'Where the APIs are called, when control_api_port keeps the Gateway API at a port of its own',
      ),
      secret: HeaderCredential(8192).min(1).describe("The gateway's x-tyk-authorization secret"),
      dry_run: z.boolean().default(true).describe('Says which calls would be made, and makes none'),
    }),
    reply: PushReply,
  }),
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
  listApis: defineList({
    id: 'listApis',
    path: '/api/apis',
    summary: 'API definitions the gateway serves',
    item: ApiDefinition,
    searched: ['name', 'api_id'],
    sorts: ['name', 'api_id'],
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
  listPolicies: defineList({
    id: 'listPolicies',
    path: '/api/policies',
    summary: 'Policies the gateway applies',
    item: Policy,
    searched: ['name', 'id'],
    sorts: ['name', 'id'],
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
