import { HttpUrl, OptionalHttpUrl } from '../../tyk/dcr-options.ts'
import * as z from '../../zod.ts'
import { describeStep } from '../step.ts'

const SPECIFICATION = 'https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization'

/** How the versions of the protocol are told apart: with `initialize` up to 2025-11-25, without it since. */
export const PROTOCOL_CHOICES = ['auto', '2025-11-25', '2026-07-28'] as const

/** How a client becomes known to an authorization server, in the order in which MCP has them tried. */
export const CLIENT_WAYS = ['auto', 'pre-registered', 'document', 'registration'] as const

export const mcpServer = describeStep({
  id: 'mcp-server',
  actor: 'developer',
  needs: [],
  makes: {
    products: ['mcp_url', 'mcp_protocol', 'api_id', 'policy_id'],
    facts: ['mcp_url', 'protocol'],
  },
  title: 'Name the MCP server',
  what: 'The address of an MCP server is all that an MCP client is given; everything else it has to find.',
  why: 'A person pastes one address into a client. Whatever the client needs besides must be found from it, or the person sees an error.',
  story: [
    'The lab has an MCP server of its own behind the gateway, whose tools need different scopes; any other address will do as well.',
    'Up to version 2025-11-25 a client begins with "initialize"; since 2026-07-28 there is no session, and every request names the version in a header. "auto" asks the server which of the two it speaks.',
  ],
  reference: { text: 'MCP, authorization', href: SPECIFICATION },
  runLabel: 'Use this server',
  fields: [
    { name: 'server_url', label: 'MCP server', kind: 'url' },
    {
      name: 'protocol',
      label: 'Protocol version',
      kind: 'choice',
      options: PROTOCOL_CHOICES.map((value) => ({ value, label: value })),
    },
  ],
  inputs: z.object({ server_url: HttpUrl, protocol: z.enum(PROTOCOL_CHOICES) }),
})

export const mcpChallenge = describeStep({
  id: 'mcp-challenge',
  actor: 'app',
  needs: ['mcp_url', 'protocol'],
  makes: { products: ['mcp_challenge'], facts: ['resource_metadata', 'challenged_scope'] },
  waitsFor: 'the MCP server',
  title: 'Call without a token',
  what: 'The first request carries no token; the answer 401 says where the client has to look.',
  why: 'The challenge is the only thing that leads a stranger’s client from the address of a server to its authorization server.',
  story: [
    'WWW-Authenticate carries "resource_metadata", the address of a document about this server, and may carry "scope", what a client should ask for. Without the first a client has to guess two well-known places.',
  ],
  reference: {
    text: 'RFC 9728 §5.1, WWW-Authenticate response',
    href: 'https://www.rfc-editor.org/rfc/rfc9728.html#section-5.1',
  },
  runLabel: 'Call the server',
  fields: [],
  inputs: z.object({}),
})

export const mcpResource = describeStep({
  id: 'mcp-resource',
  actor: 'app',
  needs: ['mcp_url', 'resource_metadata'],
  makes: {
    products: ['mcp_resource'],
    facts: ['resource', 'authorization_server', 'scopes_supported'],
  },
  waitsFor: 'the MCP server',
  title: 'Read the resource metadata',
  what: 'The document names the resource that tokens have to be made for, and the authorization servers that make them.',
  why: 'A client that does not compare the named resource with the address it was given could be led to ask for tokens for another API.',
  story: [
    'The address in the challenge goes first; without one the path is put behind the well-known name, and then the origin is asked.',
    'The resource has to be the address of the server or lie above it. Where several authorization servers are named, the clients that were watched take the first.',
  ],
  reference: {
    text: 'RFC 9728 §3, protected resource metadata',
    href: 'https://www.rfc-editor.org/rfc/rfc9728.html#section-3',
  },
  runLabel: 'Read the document',
  fields: [],
  inputs: z.object({}),
})

export const mcpMetadata = describeStep({
  id: 'mcp-metadata',
  actor: 'app',
  needs: ['mcp_url', 'authorization_server'],
  makes: {
    products: ['mcp_metadata'],
    facts: ['issuer', 'registration_endpoint', 'token_endpoint'],
  },
  waitsFor: 'the authorization server',
  title: 'Read the server metadata',
  what: 'The authorization server names its endpoints and what it can do, at one of up to three addresses.',
  why: 'Which way of becoming known is open, whether PKCE is understood, whether answers name their issuer: all of it stands here and nowhere else.',
  story: [
    'MCP has the forms of RFC 8414 and OpenID Connect tried in one order: the OAuth name with the path inserted, the OpenID name with the path inserted, the OpenID name appended.',
    'The "issuer" in the document has to be the one that was asked for, letter by letter; otherwise the document must not be used.',
  ],
  reference: {
    text: 'MCP, authorization server discovery',
    href: `${SPECIFICATION}/authorization-server-discovery`,
  },
  runLabel: 'Read the document',
  fields: [],
  inputs: z.object({}),
})

export const mcpClient = describeStep({
  id: 'mcp-client',
  actor: 'app',
  needs: ['issuer', 'registration_endpoint', 'scopes_supported'],
  makes: {
    products: ['registration_id', 'mcp_scope', 'mcp_way'],
    facts: ['client_id', 'way', 'scope'],
  },
  waitsFor: 'the authorization server',
  links: ['clients'],
  title: 'Become known as a client',
  what: 'One of three ways: known beforehand, known by a document at an https address, or registered now.',
  why: 'The server has to know who asks, and where answers may be sent. MCP prefers them in this order; registration is kept as the fallback.',
  story: [
    'Pre-registered: the client was made at the server before, and its id was handed over.',
    'A document: the client id is an https address, and the server fetches the client’s metadata from it. Nothing is stored, nothing has to be deleted.',
    'Registered now: RFC 7591. Every connection of many clients makes another one, and hardly any client keeps what it would take to delete it.',
  ],
  reference: { text: 'MCP, client registration', href: `${SPECIFICATION}/client-registration` },
  runLabel: 'Become known',
  fields: [
    {
      name: 'way',
      label: 'Way',
      kind: 'choice',
      options: [
        { value: 'auto', label: 'As MCP prefers them' },
        { value: 'pre-registered', label: 'Pre-registered' },
        { value: 'document', label: 'A document (CIMD)' },
        { value: 'registration', label: 'Registration (DCR)' },
      ],
    },
    { name: 'client_id', label: 'Client id', kind: 'text', help: 'Of a pre-registered client.' },
    { name: 'client_secret', label: 'Client secret', kind: 'secret', isAdvanced: true },
    {
      name: 'private_key',
      label: 'Private key',
      kind: 'secret',
      help: 'PKCS #8 in PEM, or a JWK, of a pre-registered client that signs assertions.',
      isAdvanced: true,
    },
    {
      name: 'document_url',
      label: 'Address of the document',
      kind: 'url',
      help: 'An https address, which is the client id.',
    },
    { name: 'client_name', label: 'Client name', kind: 'text', isAdvanced: true },
  ],
  inputs: z.object({
    way: z.enum(CLIENT_WAYS),
    client_id: z.string().trim().max(2048),
    client_secret: z.string().max(4096).optional(),
    private_key: z.string().max(20_000).optional(),
    document_url: OptionalHttpUrl,
    client_name: z.string().trim().min(1, 'Give the client a name.').max(200),
  }),
})

export const mcpAuthorize = describeStep({
  id: 'mcp-authorize',
  actor: 'app',
  needs: ['client_id', 'issuer', 'resource', 'scope'],
  makes: { products: ['mcp_flow'], secrets: ['mcp_answer'], facts: ['authorized'] },
  waitsFor: 'the authorization server',
  title: 'Authorize',
  what: 'A person lets the client in. The request carries PKCE and the resource; the answer may name its issuer.',
  why: 'The code that comes back is worth nothing without the verifier that only this client has, and the token will be good at this one resource only.',
  story: [
    'The scope is what the challenge named, else what the resource metadata lists, else none.',
    'Where the server answers without asking anybody, or is the lab’s own, no browser is needed. Elsewhere open the address, sign in, and run this step again.',
  ],
  reference: {
    text: 'OAuth 2.1 §4.1, authorization code grant',
    href: 'https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1#section-4.1',
  },
  runLabel: 'Authorize',
  fields: [
    {
      name: 'grant',
      label: 'Grant',
      kind: 'choice',
      options: [
        { value: 'authorization_code', label: 'Authorization code, with a person' },
        { value: 'client_credentials', label: 'Client credentials, without one' },
      ],
      isAdvanced: true,
    },
  ],
  inputs: z.object({ grant: z.enum(['authorization_code', 'client_credentials']) }),
})

export const mcpToken = describeStep({
  id: 'mcp-token',
  actor: 'app',
  needs: ['client_id', 'authorized', 'scope'],
  makes: { products: ['token_id'], facts: ['access_token', 'token_scope'] },
  waitsFor: 'the authorization server',
  title: 'Get a token',
  what: 'The code is changed for a token, with the PKCE verifier and the resource.',
  why: 'Before the code goes anywhere the "iss" of the answer is compared with the issuer of the metadata, so that no other server can be handed it.',
  story: [
    'Where the metadata says that answers name their issuer, one without "iss" is refused as well as a wrong one.',
  ],
  reference: {
    text: 'RFC 9207 §2.4, validating the issuer',
    href: 'https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4',
  },
  runLabel: 'Get a token',
  fields: [],
  inputs: z.object({}),
})

export const mcpTools = describeStep({
  id: 'mcp-tools',
  actor: 'app',
  needs: ['access_token', 'mcp_url', 'protocol'],
  makes: { products: ['mcp_denied'], facts: ['tool'] },
  waitsFor: 'the MCP server',
  title: 'List the tools, call one',
  what: 'The token opens the server: its tools are listed, and one of them is called.',
  why: 'This is what all of it is for.',
  story: [
    'Which tools a server lists may depend on the token. A call whose token lacks a scope ends with 403 and "insufficient_scope"; the next step shows what follows.',
  ],
  reference: {
    text: 'MCP, tools',
    href: 'https://modelcontextprotocol.io/specification/2026-07-28/server/tools',
  },
  runLabel: 'List and call',
  fields: [
    {
      name: 'tool',
      label: 'Tool',
      kind: 'text',
      help: 'Empty: the first that the server lists.',
    },
    { name: 'arguments', label: 'Arguments', kind: 'code', help: 'A JSON object.' },
  ],
  inputs: z.object({ tool: z.string().trim().max(200), arguments: z.string().max(20_000) }),
})

export const mcpStepUp = describeStep({
  id: 'mcp-step-up',
  actor: 'app',
  needs: ['access_token', 'tool', 'client_id'],
  makes: { products: ['token_id', 'mcp_scope'], facts: ['widened_scope'] },
  waitsFor: 'the authorization server',
  title: 'Step up',
  what: 'A call that needs more is refused with the scope it needs; the client asks for both, what it had and what it lacks, and calls again.',
  why: 'Asking for little at first and for more when it is needed is what lets a person say yes with open eyes.',
  story: [
    'The client asks for the union: a new authorization with the new scope alone would lose what it had.',
    'After three tries it stops: a server that refuses each time would send a person round in circles.',
  ],
  reference: { text: 'MCP, step-up authorization', href: SPECIFICATION },
  runLabel: 'Call and step up',
  fields: [
    {
      name: 'tool',
      label: 'Tool that needs more',
      kind: 'text',
      help: 'Empty: the call of the step before, if it was refused.',
    },
    { name: 'arguments', label: 'Arguments', kind: 'code', help: 'A JSON object.' },
  ],
  inputs: z.object({ tool: z.string().trim().max(200), arguments: z.string().max(20_000) }),
})

export const mcpForget = describeStep({
  id: 'mcp-forget',
  actor: 'idp-admin',
  needs: ['client_id', 'way'],
  makes: {},
  waitsFor: 'the authorization server',
  links: ['clients'],
  title: 'Forget the client',
  what: 'The client is deleted at the server, and then used once more, at both places where a client meets the server again.',
  why: 'Servers tidy up, clients keep their ids for years. What a client can see then decides whether a person is stuck.',
  story: [
    'At the token endpoint 401 "invalid_client" tells a client to register again. At the authorization endpoint no redirect may follow, so that the person sees an error page with 400 and the client waits; only a client that looks at the page itself first can notice.',
  ],
  reference: {
    text: 'RFC 6749 §4.1.2.1, error response',
    href: 'https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1',
  },
  runLabel: 'Forget and use again',
  fields: [],
  inputs: z.object({}),
})
