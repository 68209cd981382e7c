import type { StepCheck } from '#shared/contract/run.ts'
import { callTool, type McpCall } from '../mcp-call.ts'
import { writeKept } from '../mcp-products.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, text } from '../step-runner.ts'

interface Inputs {
  tool: string
  arguments: string
}

export const runner = defineStep({
  id: 'mcp-tools',
  uses: ['addresses', 'http', 'tokens'],
  suggest: ({ products }) => ({
    tool: products.api_id === undefined ? '' : 'add',
    arguments: products.api_id === undefined ? '' : '{"a": 2, "b": 3}',
  }),
  async run(context: StepContext<Inputs>, rooms) {
    const { tool, arguments: args } = context.inputs
    const accessToken = rooms.tokens.open(context.require('token_id'))
    const call = await callTool(context, rooms, { tool, args, accessToken })
    return {
      products: writeKept('mcp_denied', call.denied),
      result: {
        summary: summarise(call),
        facts: [
          text('version', 'Protocol version', call.version ?? 'not agreed on'),
          text('tools', 'Tools', call.tools.map(({ name }) => name).join(', ') || 'none listed'),
          code('tool', 'Called', call.tool || 'none'),
          ...(call.content === undefined
            ? []
            : [{ id: 'answer', label: 'Answer', kind: 'json' as const, value: call.content }]),
        ],
        checks: listChecks(call),
      },
    }
  },
})

function summarise({ tool, denied, isError }: McpCall): string {
  if (denied) return 'The server wants more scope; the next step asks for it.'
  if (tool === '') return 'The token opens the server, which lists no tool.'
  return isError === true
    ? `The token opens the server; the tool ${tool} answered with an error of its own.`
    : `The token opens the server, and the tool ${tool} answered.`
}

function listChecks({ denied }: McpCall): StepCheck[] {
  if (!denied) return []
  return [
    {
      id: 'denied',
      text: 'The call was refused: the token lacks a scope',
      state: 'warned',
      evidence: `insufficient_scope, scope="${denied.scope}"`,
    },
  ]
}
