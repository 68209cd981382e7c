import type { InteropServer } from '../interop-server.ts'
import { mcpJourneyRow } from '../rows/mcp-journey-row.ts'
import { mcpPythonRows } from './mcp-python-rows.ts'
import { startPythonProgram } from './start-python-program.ts'

/** fastmcp with its own provider. */
export const fastmcp: InteropServer = {
  name: 'fastmcp',
  title: 'fastmcp, its own provider',
  version: '4.2.3',
  from: 'pypi',
  start: () => startPythonProgram('fastmcp_own.py'),
  rows: () =>
    mcpPythonRows({
      mcpRows: [
        mcpJourneyRow('way of MCP', {
          expected: {
            ends: '10 steps, tool add',
            because: 'the provider approves every request at once',
          },
        }),
      ],
      scope: 'user',
      becauseApproved: 'the provider approves every request at once',
    }),
}
