/**
 * How sure a fact is: read in source code or a published package, published by the vendor, captured on the wire, said
 * without being shown, seen with this lab.
 */
export type Certainty = 'source-code' | 'vendor-document' | 'captured' | 'claimed' | 'run'

export interface KnownMember {
  /** What the value, or each of several values, fits. */
  pattern: RegExp
  certainty: Certainty
  source: string
}

/** One known client: what it registers, and in which order it asks. The user agent is no part of it. */
export interface KnownClient {
  id: string
  name: string
  /** A hosted client calls from its vendor's servers, which never reach this machine. */
  kind: 'native' | 'hosted' | 'browser' | 'bridge' | 'library'
  /** The date of the newest fact. */
  seen: string
  client_name?: KnownMember
  redirect_uris?: KnownMember
  client_uri?: KnownMember
  software_id?: KnownMember
  /** The address of its metadata document. */
  document?: KnownMember
  /** Tells generations of one client apart. */
  application_type?: { value: 'native' | 'absent'; certainty: Certainty; source: string }
  /** For libraries: the version of MCP that it names when it reads server metadata. */
  protocol?: KnownMember
}

const CLAUDE = 'anthropics/claude-ai-mcp#1043 (2026-09-15)'
const VSCODE = 'microsoft/vscode src/vs/base/common/oauth.ts (2026-09)'
const CODEX = 'openai/codex codex-rs/rmcp-client/src/oauth_client_registration.rs (2026-09)'
const RUN = 'seen at this lab (2026-11-27)'

const captured = (pattern: RegExp, source: string): KnownMember => ({
  pattern,
  certainty: 'captured',
  source,
})
const inSource = (pattern: RegExp, source: string): KnownMember => ({
  pattern,
  certainty: 'source-code',
  source,
})
const claimed = (pattern: RegExp, source: string): KnownMember => ({
  pattern,
  certainty: 'claimed',
  source,
})
const ran = (pattern: RegExp): KnownMember => ({ pattern, certainty: 'run', source: RUN })

export const KNOWN_CLIENTS: readonly KnownClient[] = [
  {
    id: 'claude',
    name: 'Claude (web, mobile, connectors)',
    kind: 'hosted',
    seen: '2026-09-29',
    client_name: captured(/^Claude$/, CLAUDE),
    redirect_uris: captured(/^https:\/\/claude\.(?:ai|com)\/api\/mcp\/auth_callback$/, CLAUDE),
    document: {
      pattern: /^https:\/\/claude\.ai\/oauth\/mcp-oauth-client-metadata$/,
      certainty: 'vendor-document',
      source: 'claude.com/docs connectors/building/authentication (2026-09)',
    },
  },
  {
    id: 'claude-code',
    name: 'Claude Code',
    kind: 'native',
    seen: '2026-09-20',
    client_name: captured(/^Claude Code(?: \(.*\))?$/, 'anthropics/claude-code#94630 (2026-09-16)'),
    redirect_uris: captured(
      /^http:\/\/localhost:\d+\/callback$/,
      'anthropics/claude-code#94630 (2026-09-16)',
    ),
    document: captured(
      /^https:\/\/claude\.ai\/oauth\/claude-code-client-metadata$/,
      'anthropics/claude-code#44378 (2026)',
    ),
  },
  {
    id: 'chatgpt',
    name: 'ChatGPT',
    kind: 'hosted',
    seen: '2026-08-30',
    client_name: claimed(/^ChatGPT$/, 'buildinternet/uploads#885 (2026-08-30)'),
    redirect_uris: captured(
      /^https:\/\/chatgpt\.com\/connector(?:\/oauth\/|_platform_oauth_redirect)/,
      'buildinternet/uploads#885 (2026-08-30)',
    ),
    document: captured(
      /^https:\/\/chatgpt\.com\/oauth\/(?!codex\/)(?:[^/]+\/)?client\.json$/,
      'better-auth/better-auth#10660 (2026-08-04)',
    ),
  },
  {
    id: 'codex',
    name: 'Codex CLI',
    kind: 'native',
    seen: '2026-09',
    client_name: inSource(/^Codex$/, CODEX),
    redirect_uris: inSource(/^http:\/\/127\.0\.0\.1:\d+\/callback(?:\/[\w-]+)?$/, CODEX),
    document: inSource(/^https:\/\/chatgpt\.com\/oauth\/codex\/(?:[^/]+\/)?client\.json$/, CODEX),
  },
  {
    id: 'vscode',
    name: 'Visual Studio Code',
    kind: 'native',
    seen: '2026-09',
    client_name: inSource(/^Visual Studio Code$/, VSCODE),
    redirect_uris: inSource(
      /^(?:https:\/\/(?:insiders\.)?vscode\.dev\/redirect|http:\/\/127\.0\.0\.1(?::33418)?\/)$/,
      VSCODE,
    ),
    client_uri: inSource(/^https:\/\/code\.visualstudio\.com\/?$/, VSCODE),
    document: inSource(
      /^https:\/\/(?:insiders\.)?vscode\.dev\/oauth\/client-metadata\.json$/,
      VSCODE,
    ),
  },
  {
    id: 'cursor',
    name: 'Cursor',
    kind: 'native',
    seen: '2026-09-11',
    client_name: claimed(/^Cursor$/, 'different-ai/openwork#3059 (2026-08)'),
    redirect_uris: captured(
      /^(?:cursor:\/\/anysphere\.cursor-mcp\/oauth\/callback|https:\/\/www\.cursor\.com\/agents\/mcp\/oauth\/callback|http:\/\/localhost:8787\/callback)$/,
      'soflyy/agent-connector-for-wp#111 (2026-09-11)',
    ),
  },
  {
    id: 'opencode',
    name: 'OpenCode',
    kind: 'native',
    seen: '2026-09',
    client_name: inSource(/^opencode$/i, 'anomalyco/opencode#47743 (2026-09)'),
    redirect_uris: inSource(
      /^http:\/\/127\.0\.0\.1:(?:\d+\/callback|19876\/mcp\/oauth\/callback)$/,
      'anomalyco/opencode#47743 (2026-09)',
    ),
    client_uri: inSource(/^https:\/\/opencode\.ai\/?$/, 'anomalyco/opencode (2026-09)'),
    document: inSource(
      /^https:\/\/opencode\.ai\/oauth\/opencode\/client\.json$/,
      'anomalyco/opencode (2026-09)',
    ),
  },
  {
    id: 'cline',
    name: 'Cline',
    kind: 'native',
    seen: '2026-09',
    client_name: inSource(/^Cline$/, 'cline/cline (2026-09)'),
    redirect_uris: inSource(
      /^http:\/\/127\.0\.0\.1:14(?:5[6-9]|6[01])\d*\/mcp\/oauth\/callback$/,
      'cline/cline (2026-09)',
    ),
  },
  {
    id: 'goose',
    name: 'Goose',
    kind: 'native',
    seen: '2026-09',
    client_name: inSource(/^goose$/, 'block/goose crates/goose/src/oauth/mod.rs (2026-09)'),
    redirect_uris: inSource(
      /^http:\/\/127\.0\.0\.1:\d+\/oauth_callback$/,
      'block/goose crates/goose/src/oauth/mod.rs (2026-09)',
    ),
    document: inSource(
      /^https:\/\/goose-docs\.ai\/oauth\/client-metadata\.json$/,
      'block/goose (2026-09)',
    ),
  },
  {
    id: 'zed',
    name: 'Zed',
    kind: 'native',
    seen: '2026-09',
    client_name: inSource(
      /^Zed$/,
      'zed-industries/zed crates/context_server/src/oauth.rs (2026-09)',
    ),
    redirect_uris: inSource(
      /^http:\/\/127\.0\.0\.1:\d+\/callback$/,
      'zed-industries/zed crates/context_server/src/oauth.rs (2026-09)',
    ),
    document: inSource(
      /^https:\/\/zed\.dev\/oauth\/client-metadata\.json$/,
      'zed-industries/zed (2026-09)',
    ),
  },
  {
    id: 'inspector-2',
    name: 'MCP Inspector 2.x',
    kind: 'browser',
    seen: '2026-11-27',
    client_name: ran(/^MCP Inspector$/),
    redirect_uris: ran(/^http:\/\/(?:localhost:6274|127\.0\.0\.1:6276)\/oauth\/callback$/),
    client_uri: inSource(
      /^https:\/\/github\.com\/modelcontextprotocol\/inspector$/,
      '@modelcontextprotocol/inspector 2.12.0',
    ),
    application_type: { value: 'native', certainty: 'run', source: RUN },
  },
  {
    id: 'inspector-1',
    name: 'MCP Inspector 1.x',
    kind: 'browser',
    seen: '2026-09',
    client_name: inSource(/^MCP Inspector$/, '@modelcontextprotocol/inspector 1.x'),
    redirect_uris: inSource(
      /^http:\/\/localhost:6274\/oauth\/callback(?:\/debug)?$/,
      '@modelcontextprotocol/inspector 1.x',
    ),
    client_uri: inSource(
      /^https:\/\/github\.com\/modelcontextprotocol\/inspector$/,
      '@modelcontextprotocol/inspector 1.x',
    ),
    application_type: {
      value: 'absent',
      certainty: 'source-code',
      source: '@modelcontextprotocol/inspector 1.x',
    },
  },
  {
    id: 'mcp-remote',
    name: 'mcp-remote',
    kind: 'bridge',
    seen: '2026-11-27',
    client_name: ran(/^MCP CLI (?:Client|Proxy)$/),
    redirect_uris: ran(/^http:\/\/(?:localhost|127\.0\.0\.1):\d+\/oauth\/callback$/),
    client_uri: inSource(
      /^https:\/\/github\.com\/modelcontextprotocol\/mcp-cli$/,
      'mcp-remote 0.15.1',
    ),
    software_id: inSource(/^2e6dc280-f3c3-4e01-99a7-8181dbd1d23d$/, 'mcp-remote 0.15.1'),
  },
  {
    id: 'mcpjam',
    name: 'MCPJam',
    kind: 'browser',
    seen: '2026-09',
    client_name: inSource(
      /^MCPJam(?: - .*| Inspector Debug Client)$/,
      'mcpjam/inspector (2026-09)',
    ),
    document: inSource(
      /^https:\/\/www\.mcpjam\.com\/\.well-known\/oauth\/client-metadata\.json$/,
      'mcpjam/inspector (2026-09)',
    ),
  },
  {
    id: 'fastmcp',
    name: 'fastmcp client',
    kind: 'library',
    seen: '2026-11-27',
    client_name: ran(/^FastMCP Client$/),
    redirect_uris: ran(/^http:\/\/localhost:\d+\/callback$/),
    application_type: { value: 'native', certainty: 'run', source: RUN },
  },
  {
    id: 'python-sdk',
    name: 'a program on the MCP Python SDK 2.x',
    kind: 'library',
    seen: '2026-11-27',
    protocol: ran(/^2026-07-28$/),
    application_type: { value: 'native', certainty: 'run', source: RUN },
  },
  {
    id: 'ts-sdk-2',
    name: 'a program on the MCP TypeScript SDK 2.x',
    kind: 'library',
    seen: '2026-11-27',
    protocol: ran(/^2025-11-25$/),
    application_type: { value: 'native', certainty: 'run', source: RUN },
  },
  {
    id: 'ts-sdk-1',
    name: 'a program on the MCP TypeScript SDK 1.x',
    kind: 'library',
    seen: '2026-11-27',
    protocol: ran(/^2025-(?:06-18|11-25)$/),
    application_type: { value: 'absent', certainty: 'run', source: RUN },
  },
]
