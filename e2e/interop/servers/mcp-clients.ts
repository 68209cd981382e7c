import { join } from 'node:path'
import { findNode22 } from '../obtain/find-node-22.ts'
import type { InteropServer } from '../interop-server.ts'
import { obtainNpmFolder } from '../obtain/npm-folder.ts'
import { obtainPython } from '../obtain/python-venv.ts'
import { mcpClientRow } from '../rows/mcp-client-row.ts'
import type { RunningServer } from '../scene.ts'

/** Nothing runs: the clients come to the lab. */
function nothing(host: string): RunningServer {
  return { host, provider: 'other', ports: [], stop: async () => undefined }
}

/** What the clients open in place of a browser. */
const openWith = (folder: string): Record<string, string> => ({
  BROWSER: `${join(folder, 'browser.mjs')} %s`,
})

/** What a program says to a server that it has started: mcp-remote passes it on. */
const CALL = [
  {
    id: 1,
    method: 'initialize',
    params: {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'interop', version: '1' },
    },
  },
  { method: 'notifications/initialized' },
  { id: 2, method: 'tools/call', params: { name: 'add', arguments: { a: 2, b: 3 } } },
].map((message) => JSON.stringify({ jsonrpc: '2.0', ...message }))

let folder = ''
let python = { python: '', folder: '' }

/** Clients of MCP from npm, at the lab's own MCP server. */
export const mcpClients: InteropServer = {
  name: 'mcp-clients',
  title: 'MCP clients from npm at the lab',
  version: 'SDK 1.32.2, client 2.4.0, mcp-remote 0.15.1, Inspector 2.12.0',
  from: 'npm',
  async start() {
    folder = await obtainNpmFolder('mcp-clients')
    return nothing(folder)
  },
  rows: () => [
    mcpClientRow('TypeScript SDK 1.x', {
      program: process.execPath,
      args: ['sdk-1.mjs', 'URL'],
      cwd: folder,
    }),
    mcpClientRow('TypeScript client 2.x', {
      program: process.execPath,
      args: ['sdk-2.mjs', 'URL'],
      cwd: folder,
    }),
    mcpClientRow('TypeScript client 2.x, 2026-07-28', {
      program: process.execPath,
      args: ['sdk-2.mjs', 'URL'],
      cwd: folder,
      env: { PIN: '2026-07-28' },
    }),
    mcpClientRow('mcp-remote', {
      program: process.execPath,
      args: [
        'node_modules/mcp-remote/dist/proxy.js',
        'URL',
        '--allow-http',
        '--transport',
        'http-only',
      ],
      cwd: folder,
      env: openWith(folder),
      input: CALL,
    }),
    mcpClientRow('MCP Inspector, command line', {
      program: findNode22(folder),
      args: [
        'node_modules/@modelcontextprotocol/inspector/clients/cli/build/index.js',
        '--server-url',
        'URL',
        '--transport',
        'http',
        '--method',
        'tools/call',
        '--tool-name',
        'add',
        '--tool-arg',
        'a=2',
        'b=3',
        '--format',
        'json',
      ],
      cwd: folder,
      env: { ...openWith(folder), MCP_AUTO_OPEN_ENABLED: 'true' },
    }),
  ],
}

/** Clients of MCP from PyPI, at the lab's own MCP server. */
export const mcpClientsPython: InteropServer = {
  name: 'mcp-clients-python',
  title: 'MCP clients from PyPI at the lab',
  version: 'mcp 2.3.0, fastmcp 4.2.3',
  from: 'pypi',
  async start() {
    folder = await obtainNpmFolder('mcp-clients')
    python = await obtainPython()
    return nothing(python.folder)
  },
  rows: () => [
    mcpClientRow('Python SDK', {
      program: python.python,
      args: ['client_mcp.py', 'URL'],
      cwd: python.folder,
      env: { SIGN_IN: `${process.execPath} ${join(folder, 'print-redirect.mjs')}` },
    }),
    mcpClientRow('fastmcp', {
      program: python.python,
      args: ['client_fastmcp.py', 'URL'],
      cwd: python.folder,
      env: openWith(folder),
    }),
  ],
}
