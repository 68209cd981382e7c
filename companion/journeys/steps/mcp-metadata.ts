import type { AuthorizationServerMetadata } from '@modelcontextprotocol/client'
import type { StepCheck } from '#shared/contract/run.ts'
import {
  discoverAuthorizationServer,
  type FoundAuthorizationServer,
} from '../../mcp/discover-authorization-server.ts'
import { readKept, writeKept } from '../mcp-products.ts'
import { code, defineStep, link, text } from '../step-runner.ts'

export const runner = defineStep({
  id: 'mcp-metadata',
  uses: ['http'],
  suggest: () => ({}),
  async run(context, { http }) {
    const { resource, authorization_server: url } = readKept(context, 'mcp_resource')
    const call = context.call('app', 'idp', 'Read server metadata')
    const found = await discoverAuthorizationServer(http, call, {
      url,
      isNamed: resource !== undefined,
    })
    const { metadata, isDocumented } = found
    return {
      products: writeKept('mcp_metadata', metadata),
      result: {
        summary: isDocumented
          ? 'The authorization server names its endpoints.'
          : 'There are no metadata; the addresses of the protocol’s first version are tried.',
        facts: [
          link('issuer', 'Issuer', metadata.issuer),
          link('authorization_endpoint', 'Authorization endpoint', metadata.authorization_endpoint),
          link('token_endpoint', 'Token endpoint', metadata.token_endpoint),
          metadata.registration_endpoint === undefined
            ? text('registration_endpoint', 'Registration endpoint', 'none')
            : link(
                'registration_endpoint',
                'Registration endpoint',
                metadata.registration_endpoint,
              ),
          text('documents', 'Clients known by a document', readFlag(metadata)),
          code(
            'methods',
            'Token endpoint auth methods',
            metadata.token_endpoint_auth_methods_supported?.join(' ') ?? 'not named',
          ),
        ],
        checks: listChecks(found),
      },
    }
  },
})

function readFlag(metadata: AuthorizationServerMetadata): string {
  return metadata.client_id_metadata_document_supported === true ? 'yes' : 'not said'
}

function listChecks({ metadata, isDocumented, tried }: FoundAuthorizationServer): StepCheck[] {
  const hasPkce = metadata.code_challenge_methods_supported?.includes('S256') ?? false
  const place: StepCheck = isDocumented
    ? {
        id: 'place',
        text:
          tried.length === 1
            ? 'The first address of the order answered'
            : `Address ${tried.length} of the order answered`,
        state: 'passed',
        evidence: tried.join(', '),
      }
    : {
        id: 'place',
        text: 'No address answered with metadata',
        state: 'warned',
        evidence: tried.join(', '),
      }
  if (!isDocumented) return [place]
  return [
    place,
    hasPkce
      ? { id: 'pkce', text: 'PKCE with S256 is announced', state: 'passed' }
      : {
          id: 'pkce',
          text: 'Nothing is said of PKCE with S256: a client that keeps to MCP stops here; others go on, and so does this journey',
          state: 'warned',
          evidence: 'code_challenge_methods_supported',
        },
    ...listUnusableDocuments(metadata),
  ]
}

/** @see docs of known clients: several take a document only where `none` is among the methods. */
function listUnusableDocuments(metadata: AuthorizationServerMetadata): StepCheck[] {
  const methods = metadata.token_endpoint_auth_methods_supported ?? []
  if (metadata.client_id_metadata_document_supported !== true || methods.includes('none')) return []
  return [
    {
      id: 'documents',
      text: 'Documents are announced, but “none” is not among the methods: Claude, Codex and OpenCode then register instead',
      state: 'warned',
      evidence: `token_endpoint_auth_methods_supported: ${methods.join(' ') || 'not named'}`,
    },
  ]
}
