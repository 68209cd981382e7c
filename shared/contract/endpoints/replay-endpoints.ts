import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { defineList } from '../define-list.ts'
import { AttemptComparison } from '../replay/attempt-comparison.ts'
import {
  Attempt,
  AttemptName,
  ReplayDraft,
  ReplayOrder,
  ReplaySecret,
  ReplayThread,
  TokenPreview,
} from '../replay/attempt.ts'
import { TokenChoice } from '../replay/replay-request.ts'

const AttemptParams = z.strictObject({ attempt: z.string().max(300) })
const SecretParams = z.strictObject({ secret: z.string().max(300) })

export const replayEndpoints = {
  draftFromExchange: defineEndpoint({
    id: 'draftFromExchange',
    method: 'get',
    path: '/api/exchanges/:exchange/replay',
    summary: 'A recorded request, ready to be edited and sent again',
    params: z.strictObject({ exchange: z.string().max(300) }),
    reply: ReplayDraft,
  }),
  draftFromVerdict: defineEndpoint({
    id: 'draftFromVerdict',
    method: 'get',
    path: '/api/verdicts/:verdict/replay',
    summary: 'The request that a verdict is about, ready to be edited and sent again',
    params: z.strictObject({ verdict: z.string().max(300) }),
    reply: ReplayDraft,
  }),
  sendReplay: defineEndpoint({
    id: 'sendReplay',
    method: 'post',
    path: '/api/replays',
    summary:
      'Sends a request once; an attempt without an answer is an attempt, too. Closing the connection cancels it',
    status: 201,
    body: ReplayOrder,
    reply: Attempt,
  }),
  listAttempts: defineList({
    id: 'listAttempts',
    path: '/api/replays',
    summary: 'The attempts that are kept, the oldest first; of one thread, or of all',
    item: Attempt,
    filters: { thread: z.string().max(200) },
  }),
  getAttempt: defineEndpoint({
    id: 'getAttempt',
    method: 'get',
    path: '/api/replays/:attempt',
    summary: 'One attempt',
    params: AttemptParams,
    reply: Attempt,
  }),
  renameAttempt: defineEndpoint({
    id: 'renameAttempt',
    method: 'patch',
    path: '/api/replays/:attempt',
    summary: 'Gives an attempt another name',
    params: AttemptParams,
    body: z.strictObject({ name: AttemptName }),
    reply: Attempt,
  }),
  deleteAttempt: defineEndpoint({
    id: 'deleteAttempt',
    method: 'delete',
    path: '/api/replays/:attempt',
    summary: 'Forgets an attempt',
    status: 204,
    params: AttemptParams,
    reply: z.undefined(),
  }),
  listThreads: defineList({
    id: 'listThreads',
    path: '/api/replay/threads',
    summary: 'The threads of attempts that were sent by hand, the newest first, a line each',
    item: ReplayThread,
    order: '-added',
  }),
  deleteThread: defineEndpoint({
    id: 'deleteThread',
    method: 'delete',
    path: '/api/replay/threads/:thread',
    summary: 'Forgets all attempts of a thread',
    status: 204,
    params: z.strictObject({ thread: z.string().max(300) }),
    reply: z.undefined(),
  }),
  compareAttempts: defineEndpoint({
    id: 'compareAttempts',
    method: 'get',
    path: '/api/replay/comparison',
    summary: 'What differs between two attempts: request, status, headers, body and verdict',
    query: z.strictObject({ before: z.string().max(300), after: z.string().max(300) }),
    reply: AttemptComparison,
  }),
  previewToken: defineEndpoint({
    id: 'previewToken',
    method: 'post',
    path: '/api/replay/token-preview',
    summary: 'Says in words what a token choice would send; nothing is sent',
    body: z.strictObject({ token: TokenChoice }),
    reply: TokenPreview,
  }),
  listReplaySecrets: defineList({
    id: 'listReplaySecrets',
    path: '/api/replay/secrets',
    summary: 'The secrets that requests refer to by name, masked',
    item: ReplaySecret,
  }),
  keepReplaySecret: defineEndpoint({
    id: 'keepReplaySecret',
    method: 'put',
    path: '/api/replay/secrets/:secret',
    summary: 'Keeps a secret under a name; `{{secret:NAME}}` stands for it in requests',
    params: z.strictObject({ secret: ReplaySecret.shape.name }),
    body: z.strictObject({ value: z.string().min(1, 'Paste the secret.').max(16_384) }),
    reply: ReplaySecret,
  }),
  deleteReplaySecret: defineEndpoint({
    id: 'deleteReplaySecret',
    method: 'delete',
    path: '/api/replay/secrets/:secret',
    summary: 'Forgets a secret; requests that refer to it are refused until it is kept again',
    status: 204,
    params: SecretParams,
    reply: z.undefined(),
  }),
}
