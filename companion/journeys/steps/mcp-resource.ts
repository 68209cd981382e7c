import { discoverResource, type McpResource } from '../../mcp/discover-resource.ts'
import type { StepCheck } from '#shared/contract/run.ts'
import { laneOf, readKept, readServer, writeKept } from '../mcp-products.ts'
import { code, defineStep, link, text } from '../step-runner.ts'

export const runner = defineStep({
  id: 'mcp-resource',
  uses: ['addresses', 'http'],
  suggest: () => ({}),
  async run(context, rooms) {
    const { url } = readServer(context)
    const { resource_metadata: pointer } = readKept(context, 'mcp_challenge')
    const call = context.call('app', laneOf(pointer ?? url, rooms), 'Read resource metadata')
    const resource = await discoverResource(rooms.http, call, { url, pointer })
    return {
      products: writeKept('mcp_resource', resource),
      result: {
        summary:
          resource.resource === undefined
            ? 'There is no such document; the server itself is taken for its authorization server, as the first version of the protocol has it.'
            : 'The document is about this server, and names its authorization server.',
        facts: [
          text('resource', 'Resource', resource.resource ?? 'not named'),
          link('authorization_server', 'Authorization server', resource.authorization_server),
          code('scopes_supported', 'Scopes', resource.scopes?.join(' ') ?? 'not named'),
        ],
        checks: listChecks(resource, url),
      },
    }
  },
})

function listChecks({ resource, others, tried }: McpResource, url: string): StepCheck[] {
  return [
    resource === undefined
      ? {
          id: 'resource',
          text: 'No resource metadata: clients of 2025-06-18 and later may stop here',
          state: 'warned',
          evidence: tried.join(', '),
        }
      : {
          id: 'resource',
          text: 'The resource is the server that was named, or lies above it',
          state: 'passed',
          evidence: `${resource} for ${url}`,
        },
    ...(others.length === 0
      ? []
      : [
          {
            id: 'others',
            text: 'More than one authorization server is named; the first is taken',
            state: 'warned' as const,
            evidence: others.join(', '),
          },
        ]),
  ]
}
