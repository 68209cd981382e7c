import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { defineList } from '../define-list.ts'
import { Comparison, Flow, FlowOrder, Inspection, Token, TokenOrder } from '../token.ts'

const TokenParams = z.strictObject({ token: z.string().max(300) })

export const tokenEndpoints = {
  listTokens: defineList({
    id: 'listTokens',
    path: '/api/tokens',
    summary: 'Every token that is kept, the newest first',
    item: Token,
    filters: {
      run: z.string().max(200),
      registration: z.string().max(200),
      grant: Token.shape.grant,
    },
    sorts: ['obtained_at', 'expires_at'],
    order: '-added',
  }),
  requestToken: defineEndpoint({
    id: 'requestToken',
    method: 'post',
    path: '/api/tokens',
    summary: 'Gets a token for a registered client, authenticating as it was granted',
    status: 201,
    body: TokenOrder,
    reply: Token,
  }),
  startFlow: defineEndpoint({
    id: 'startFlow',
    method: 'post',
    path: '/api/token-flows',
    summary: 'Starts a grant in which a person takes part',
    status: 201,
    body: FlowOrder,
    reply: Flow,
  }),
  getFlow: defineEndpoint({
    id: 'getFlow',
    method: 'get',
    path: '/api/token-flows/:flow',
    summary: 'Whether the person is done',
    params: z.strictObject({ flow: z.string().max(300) }),
    reply: Flow,
  }),
  renewToken: defineEndpoint({
    id: 'renewToken',
    method: 'post',
    path: '/api/tokens/:token/renewal',
    summary:
      'A new token in place of one that has ended, where its grant allows that; one that lives comes back as it is',
    params: TokenParams,
    reply: Token,
  }),
  introspectToken: defineEndpoint({
    id: 'introspectToken',
    method: 'post',
    path: '/api/tokens/:token/introspection',
    summary: 'What the identity provider says of it (RFC 7662)',
    params: TokenParams,
    reply: z.record(z.string(), z.unknown()),
  }),
  revokeToken: defineEndpoint({
    id: 'revokeToken',
    method: 'post',
    path: '/api/tokens/:token/revocation',
    summary: 'Revokes it at the identity provider (RFC 7009)',
    params: TokenParams,
    reply: z.strictObject({ revoked: z.literal(true) }),
  }),
  inspectToken: defineEndpoint({
    id: 'inspectToken',
    method: 'get',
    path: '/api/tokens/:token/inspection',
    summary: 'Decodes it, checks it against the key set, and lints its claims',
    params: TokenParams,
    reply: Inspection,
  }),
  compareTokens: defineEndpoint({
    id: 'compareTokens',
    method: 'get',
    path: '/api/tokens/:token/comparison/:other',
    summary: 'What differs between two tokens',
    params: z.strictObject({ token: z.string().max(300), other: z.string().max(300) }),
    reply: Comparison,
  }),
}
