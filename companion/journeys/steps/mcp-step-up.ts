import { AppError } from '#shared/errors/app-error.ts'
import { widenScope } from '../../mcp/scopes.ts'
import { authorize, needPerson, startAuthorization } from '../mcp-authorization.ts'
import { callTool, type McpCall, type McpCallOrder } from '../mcp-call.ts'
import { readKept } from '../mcp-products.ts'
import type { Rooms } from '../rooms.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, type StepOutput, text } from '../step-runner.ts'

interface Inputs {
  tool: string
  arguments: string
}

/** More would send a person round in circles. */
const MOST_TRIES = 3

type Used = Pick<Rooms, 'addresses' | 'http' | 'tokens'>
type Output = StepOutput<'mcp-step-up'>

export const runner = defineStep({
  id: 'mcp-step-up',
  uses: ['addresses', 'http', 'tokens'],
  suggest: ({ products }) => ({
    tool: products.api_id === undefined ? '' : 'write_note',
    arguments: products.api_id === undefined ? '' : '{"text": "stepped up"}',
  }),
  async run(context: StepContext<Inputs>, rooms): Promise<Output> {
    const denied = readKept(context, 'mcp_denied') ?? undefined
    const { tool, arguments: args } = context.inputs
    if (tool === '' && !denied) return NOTHING
    const order =
      tool === '' ? { tool: denied?.tool ?? '', args: denied?.args ?? '' } : { tool, args }
    return stepUp(context, rooms, order)
  },
})

const NOTHING: Output = {
  result: {
    summary: 'No call was refused for lack of scope, so there is nothing to ask for.',
    facts: [text('widened_scope', 'Scope', 'as before')],
    checks: [],
  },
}

/** Calls, and asks for more as often as the server wants more and the limit allows. */
async function stepUp(
  context: StepContext<Inputs>,
  rooms: Used,
  call: Pick<McpCallOrder, 'tool' | 'args'>,
): Promise<Output> {
  let token = context.require('token_id')
  let scope = context.require('mcp_scope')
  let tries = 0
  for (;;) {
    const accessToken = rooms.tokens.open(token)
    const outcome = await callTool(context, rooms, { ...call, accessToken })
    if (!outcome.denied) return describe(outcome, { token, scope, tries })
    if (tries === MOST_TRIES) throw refusedAgain(outcome.denied.scope)
    tries += 1
    scope = widenScope(scope, outcome.denied.scope)
    token = await obtain(context, rooms, scope)
  }
}

/** @returns The id of a token with that scope. */
async function obtain(context: StepContext<Inputs>, rooms: Used, scope: string): Promise<string> {
  const flow = await startAuthorization(context, rooms, { scope, step: 'mcp-step-up' })
  const answer = await authorize(context, rooms, flow)
  if (!answer) throw needPerson(flow)
  const { token, failure } = await rooms.tokens.finishFlow(answer)
  if (token !== undefined) return token
  throw new AppError('TOKEN_REFUSED', { detail: failure ?? 'No token came.' })
}

function refusedAgain(scope: string): AppError {
  return new AppError('CALL_REFUSED', {
    detail: `The server refuses the call after ${MOST_TRIES} authorizations, and asks for "${scope}" again.`,
    hint: 'A server that asks for what the token already has leads clients in circles: compare the scope of the token with what the server reads from it.',
  })
}

function describe(
  { tool, content }: McpCall,
  { token, scope, tries }: { token: string; scope: string; tries: number },
): Output {
  return {
    products: { token_id: token, mcp_scope: scope },
    result: {
      summary:
        tries === 0
          ? `The call of ${tool} needed no more scope.`
          : `The call of ${tool} was refused, more scope was asked for, and then it was answered.`,
      facts: [
        code('widened_scope', 'Scope', scope || 'none'),
        text('tries', 'Authorizations', String(tries)),
        ...(content === undefined
          ? []
          : [{ id: 'answer', label: 'Answer', kind: 'json' as const, value: content }]),
      ],
      checks: [],
    },
  }
}
