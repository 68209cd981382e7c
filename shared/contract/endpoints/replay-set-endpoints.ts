import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { defineList } from '../define-list.ts'
import { ImportOrder, ReplayImport } from '../replay/replay-import.ts'
import { ReplaySet, RunSecrets, SetDraft, SetFile, SetRun } from '../replay/replay-set.ts'

const SetParams = z.strictObject({ set: z.string().max(300) })

export const replaySetEndpoints = {
  importRequests: defineEndpoint({
    id: 'importRequests',
    method: 'post',
    path: '/api/replay/imports',
    summary:
      'Reads requests from a curl command, a HAR file or a Postman collection; nothing is sent, executed or read from the disk',
    body: ImportOrder,
    reply: ReplayImport,
  }),
  listReplaySets: defineList({
    id: 'listReplaySets',
    path: '/api/replay/sets',
    summary: 'The sets of requests, the oldest first',
    item: ReplaySet,
    searched: ['name'],
    sorts: ['name'],
  }),
  createReplaySet: defineEndpoint({
    id: 'createReplaySet',
    method: 'post',
    path: '/api/replay/sets',
    summary: 'A new set; credentials in clear are kept by name and replaced by references',
    status: 201,
    body: SetDraft,
    reply: ReplaySet,
  }),
  getReplaySet: defineEndpoint({
    id: 'getReplaySet',
    method: 'get',
    path: '/api/replay/sets/:set',
    summary: 'One set',
    params: SetParams,
    reply: ReplaySet,
  }),
  putReplaySet: defineEndpoint({
    id: 'putReplaySet',
    method: 'put',
    path: '/api/replay/sets/:set',
    summary: 'Replaces name, requests and order of a set',
    params: SetParams,
    body: SetDraft,
    reply: ReplaySet,
  }),
  deleteReplaySet: defineEndpoint({
    id: 'deleteReplaySet',
    method: 'delete',
    path: '/api/replay/sets/:set',
    summary: 'Forgets a set with its runs',
    status: 204,
    params: SetParams,
    reply: z.undefined(),
  }),
  exportReplaySet: defineEndpoint({
    id: 'exportReplaySet',
    method: 'get',
    path: '/api/replay/sets/:set/export',
    summary: 'A set as one file, without any secret',
    params: SetParams,
    reply: SetFile,
  }),
  importReplaySet: defineEndpoint({
    id: 'importReplaySet',
    method: 'post',
    path: '/api/replay/set-imports',
    summary: 'Takes a file that was exported; paths of files in it are to be chosen again',
    status: 201,
    body: SetFile,
    reply: ReplaySet,
  }),
  runReplaySet: defineEndpoint({
    id: 'runReplaySet',
    method: 'post',
    path: '/api/replay/sets/:set/runs',
    summary: 'Sends every request of a set in order and checks the answers; the run is kept',
    status: 201,
    params: SetParams,
    body: z.strictObject({ secrets: RunSecrets }),
    reply: SetRun,
  }),
  runSetFile: defineEndpoint({
    id: 'runSetFile',
    method: 'post',
    path: '/api/replay/set-runs',
    summary: 'Runs a set from a file; neither set, attempts nor run are kept',
    body: z.strictObject({ file: SetFile, secrets: RunSecrets }),
    reply: SetRun,
  }),
  listSetRuns: defineList({
    id: 'listSetRuns',
    path: '/api/replay/set-runs',
    summary: 'The runs that are kept, the oldest first: the newest 20 of each set',
    item: SetRun,
    filters: { set: z.string().max(200) },
  }),
}
