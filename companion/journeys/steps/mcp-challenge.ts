import type { StepCheck } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { readChallenge, type Challenge } from '../../mcp/challenge.ts'
import { openMcpSession } from '../../mcp/mcp-session.ts'
import { laneOf, readServer, writeKept } from '../mcp-products.ts'
import { code, defineStep, link, text } from '../step-runner.ts'

export const runner = defineStep({
  id: 'mcp-challenge',
  uses: ['addresses', 'http'],
  suggest: () => ({}),
  async run(context, rooms) {
    const server = readServer(context)
    const session = openMcpSession(rooms.http, {
      ...server,
      context: context.call('app', laneOf(server.url, rooms), 'Call without a token'),
    })
    const thrown = await session.connect().then(
      () => undefined,
      (error: unknown) => AppError.from(error),
    )
    await session.close()
    const answer = session.lastAnswer()?.answer
    if (!answer) throw thrown ?? new RangeError('The MCP client sent nothing')
    const challenge = readChallenge(answer)
    assertUsable(challenge, thrown)
    return {
      products: writeKept('mcp_challenge', challenge),
      result: {
        summary: summarise(challenge),
        facts: [
          code('status', 'Status', String(answer.status)),
          challenge.resource_metadata === undefined
            ? text('resource_metadata', 'Resource metadata', 'not named')
            : link('resource_metadata', 'Resource metadata', challenge.resource_metadata),
          code('challenged_scope', 'Scope', challenge.scope ?? 'not named'),
        ],
        checks: listChecks(challenge),
      },
    }
  },
})

/** @throws AppError `CALL_REFUSED` where neither a challenge nor an MCP server answered. */
function assertUsable({ status }: Challenge, thrown: AppError | undefined): void {
  if (status === 401 || (status < 300 && !thrown)) return
  throw new AppError('CALL_REFUSED', {
    detail: `The server answered ${status} to the call without a token. An MCP client begins its search at a 401 alone.`,
    hint: 'An MCP server that wants a token answers 401 with WWW-Authenticate. Behind a Tyk gateway the default is 400; the lab’s error profile "rfc6750" answers as MCP asks.',
    ...(thrown && { cause: thrown }),
  })
}

function summarise({ status, isThere, resource_metadata }: Challenge): string {
  if (status !== 401) return 'The server let the call in without a token.'
  if (!isThere) return 'The server wants a token and does not say where to get one.'
  return resource_metadata === undefined
    ? 'The server wants a token; its challenge names no document.'
    : 'The server wants a token, and its challenge names the document that tells where to get one.'
}

function listChecks({ status, resource_metadata }: Challenge): StepCheck[] {
  if (status !== 401)
    return [
      {
        id: 'challenge',
        text: 'No token was asked for, so nothing can be learnt of how this server protects itself',
        state: 'warned',
        evidence: `Status ${status}`,
      },
    ]
  return [
    resource_metadata === undefined
      ? {
          id: 'challenge',
          text: 'The challenge names no resource metadata; a client has to guess the well-known places',
          state: 'warned',
          evidence: 'RFC 9728 §5.1',
        }
      : {
          id: 'challenge',
          text: 'The challenge names the resource metadata',
          state: 'passed',
          evidence: resource_metadata,
        },
  ]
}
