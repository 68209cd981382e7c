import type { InteropServer } from '../interop-server.ts'
import { mcpPythonRows } from './mcp-python-rows.ts'
import { startPythonProgram } from './start-python-program.ts'

/** The routes of the MCP Python SDK in an application of their own. */
export const mcpPython: InteropServer = {
  name: 'mcp-python',
  title: 'MCP Python SDK, its auth routes',
  version: '2.3.0',
  from: 'pypi',
  start: () => startPythonProgram('mcp_sdk.py'),
  rows: () =>
    mcpPythonRows({
      scope: 'user',
      becauseApproved: 'the provider approves every request at once',
    }),
}
