import type { Token } from '#shared/contract/token.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { readOrder, readOverride } from '../mcp-authorization.ts'
import type { Rooms } from '../rooms.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, time } from '../step-runner.ts'

export const runner = defineStep({
  id: 'mcp-token',
  uses: ['tokens'],
  suggest: () => ({}),
  async run(context, { tokens }) {
    const kept = context.require('mcp_flow')
    const token =
      kept === '' ? await requestToken(context, tokens) : await finish(context, tokens, kept)
    return {
      products: { token_id: token.id },
      result: {
        summary: token.has_refresh_token
          ? 'The token is here, with a refresh token.'
          : 'The token is here; no refresh token came with it.',
        facts: [
          {
            id: 'access_token',
            label: 'Access token',
            kind: 'jwt' as const,
            value: token.access_token,
            secret: `token/${token.id}/access_token`,
          },
          code('token_scope', 'Scope', token.scope ?? 'not said: as asked'),
          ...(token.expires_at === undefined ? [] : [time('expires', 'Expires', token.expires_at)]),
        ],
        checks: [],
      },
    }
  },
})

function requestToken(context: StepContext<unknown>, tokens: Rooms['tokens']): Promise<Token> {
  return tokens.request(
    { grant: 'client_credentials', ...readOrder(context, context.require('mcp_scope')) },
    { context: context.call('app', 'idp', 'Get token'), override: readOverride(context) },
  )
}

async function finish(
  context: StepContext<unknown>,
  tokens: Rooms['tokens'],
  kept: string,
): Promise<Token> {
  const { id } = JSON.parse(kept) as { id: string }
  const answer = context.open('mcp_answer')
  const known = tokens.getFlow(id)
  const flow =
    known.state === 'waiting' && answer !== undefined
      ? await tokens.finishFlow(new URL(answer))
      : known
  if (flow.token !== undefined) return tokens.get(flow.token)
  throw new AppError('TOKEN_REFUSED', {
    detail: flow.failure ?? 'The person has not signed in yet.',
    hint: 'A code is good for one request: authorize again.',
  })
}
