import type { AuthorizationServerMetadata } from '@modelcontextprotocol/client'
import { CALLBACK_PATH } from '#shared/contract/portal.ts'
import type { Registration } from '#shared/contract/registration.ts'
import { chooseWay, type ClientWay } from '../../mcp/choose-way.ts'
import { chooseScope } from '../../mcp/scopes.ts'
import { readKept } from '../mcp-products.ts'
import type { Rooms } from '../rooms.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, text } from '../step-runner.ts'

interface Inputs {
  way: 'auto' | ClientWay
  client_id: string
  document_url: string
  client_name: string
}

type Known = Pick<Rooms, 'registrar' | 'addresses'>

export const runner = defineStep({
  id: 'mcp-client',
  uses: ['registrar', 'addresses'],
  suggest: () => ({
    way: 'auto' as const,
    client_id: '',
    document_url: '',
    client_name: 'DCR Lab',
  }),
  async run(context: StepContext<Inputs>, rooms) {
    const metadata = readKept(context, 'mcp_metadata')
    const { scope: challenged } = readKept(context, 'mcp_challenge')
    const { scopes: listed } = readKept(context, 'mcp_resource')
    const scope = chooseScope({ challenged, listed, serverListed: metadata.scopes_supported })
    const { way, reason } = chooseWay(context.inputs, metadata)
    const registration =
      way === 'registration'
        ? await register(context, rooms, { metadata, scope })
        : await takeKnown(context, rooms, { way, metadata })
    const { id, client_id = '' } = registration
    return {
      products: { registration_id: id, mcp_scope: scope, mcp_way: way },
      result: {
        summary: `${SUMMARIES[way]} ${reason}`,
        facts: [
          text('way', 'Way', LABELS[way]),
          code('client_id', 'Client ID', client_id),
          code('scope', 'Scope that will be asked for', scope || 'none'),
          code('auth_method', 'Token endpoint auth method', readMethod(registration)),
        ],
        checks: [],
      },
    }
  },
})

const LABELS: Record<ClientWay, string> = {
  'pre-registered': 'Pre-registered',
  document: 'A document (CIMD)',
  registration: 'Registration (DCR)',
}

const SUMMARIES: Record<ClientWay, string> = {
  'pre-registered': 'The client is one that was made beforehand; nothing was sent.',
  document: 'The client is known by its document; the server fetches it later.',
  registration: 'The client was registered just now.',
}

function readMethod({ granted }: Registration): string {
  const method = granted?.['token_endpoint_auth_method']
  return typeof method === 'string' ? method : 'client_secret_basic'
}

/**
 * The first method that the server lists; RFC 8414 §2 names the one that holds without a list. A secret in the
 * form goes before one in the header: servers that are built on the MCP Python SDK announce both and answer
 * `Missing client_id` to the latter (seen at fastmcp 4.2.3).
 */
function chooseMethod({
  token_endpoint_auth_methods_supported: offered,
}: AuthorizationServerMetadata) {
  const known = ['none', 'client_secret_post', 'client_secret_basic'] as const
  return known.find((method) => offered?.includes(method)) ?? 'client_secret_basic'
}

interface Asked {
  metadata: AuthorizationServerMetadata
  scope: string
}

async function register(
  context: StepContext<Inputs>,
  { registrar, addresses }: Known,
  { metadata, scope }: Asked,
): Promise<Registration> {
  const { run, inputs, signal } = context
  const redirect = callbackOf(addresses)
  const { registration } = await registrar.registerWith(
    {
      options: {
        provider: run.provider,
        idp_host: metadata.issuer,
        registration_endpoint: metadata.registration_endpoint ?? '',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: chooseMethod(metadata),
      },
      initialAccessToken: undefined,
    },
    {
      client_name: inputs.client_name,
      redirect_uris: [redirect],
      origin: run.origin,
      run: run.id,
      step: 'mcp-client',
      signal,
      // MCP wants the kind of a client said: one on loopback is native (SEP-837).
      further: { application_type: 'native', ...(scope !== '' && { scope }) },
    },
  )
  return registration
}

/** The client of an earlier run, or one that is entered into the ledger now. */
async function takeKnown(
  context: StepContext<Inputs>,
  { registrar, addresses }: Known,
  { way, metadata }: { way: ClientWay; metadata: AuthorizationServerMetadata },
): Promise<Registration> {
  const { run, inputs } = context
  const client_id = way === 'document' ? inputs.document_url : inputs.client_id
  const known = registrar.filter(
    (one) =>
      one.client_id === client_id && one.idp_host === metadata.issuer && one.state === 'active',
  )[0]
  if (known) return known
  const secrets =
    way === 'document'
      ? {}
      : { secret: context.findSecret('client_secret'), key: context.findSecret('private_key') }
  return registrar.adopt({
    provider: run.provider,
    idp_host: metadata.issuer,
    registration_endpoint: metadata.registration_endpoint ?? metadata.issuer,
    ...(secrets.key !== undefined && { private_key: secrets.key }),
    client: {
      client_id,
      client_name: inputs.client_name,
      redirect_uris: [callbackOf(addresses)],
      token_endpoint_auth_method: chooseKnownMethod(secrets, metadata),
      ...(secrets.secret !== undefined && { client_secret: secrets.secret }),
    },
  })
}

/** By what a person gave of the client; which of the two ways to send a secret, the server says. */
function chooseKnownMethod(
  { secret, key }: { secret?: string | undefined; key?: string | undefined },
  { token_endpoint_auth_methods_supported: offered }: AuthorizationServerMetadata,
): string {
  if (key !== undefined) return 'private_key_jwt'
  if (secret === undefined) return 'none'
  const known = ['client_secret_basic', 'client_secret_post']
  return known.find((method) => offered?.includes(method)) ?? 'client_secret_basic'
}

const callbackOf = ({ portal }: Rooms['addresses']): string => portal + CALLBACK_PATH
