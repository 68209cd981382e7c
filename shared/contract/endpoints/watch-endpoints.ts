import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { Watch, WatchInput } from '../watch.ts'

export const watchEndpoints = {
  listWatches: defineEndpoint({
    id: 'listWatches',
    method: 'get',
    path: '/api/watches',
    summary: 'The recording proxies that are open before real servers',
    reply: z.array(Watch),
  }),
  createWatch: defineEndpoint({
    id: 'createWatch',
    method: 'post',
    path: '/api/watches',
    summary:
      'Opens a recording proxy before an authorization server, a resource, or both; it ends with the companion',
    status: 201,
    body: WatchInput,
    reply: Watch,
  }),
  deleteWatch: defineEndpoint({
    id: 'deleteWatch',
    method: 'delete',
    path: '/api/watches/:watch',
    summary: 'Closes a recording proxy; what it recorded stays',
    status: 204,
    params: z.strictObject({ watch: z.string().max(100) }),
    reply: z.undefined(),
  }),
}
