import type { InteropServer } from '../interop-server.ts'
import type { RunningServer } from '../scene.ts'
import { ANN } from './keycloak-admin.ts'
import { mcpJourneyRow } from '../rows/mcp-journey-row.ts'
import { mcpPythonRows } from './mcp-python-rows.ts'
import { startKeycloak } from './start-keycloak.ts'
import { startPythonProgram } from './start-python-program.ts'

const UPSTREAM = { id: 'fastmcp-proxy', secret: 'a secret of the proxy' }

/** fastmcp's proxy for identity providers that register nobody, before Keycloak. */
export const fastmcpProxy: InteropServer = {
  name: 'fastmcp-proxy',
  title: 'fastmcp, its OIDC proxy before Keycloak',
  version: '4.2.3 / 26.7.3',
  from: 'pypi',
  start: startBoth,
  rows: () =>
    mcpPythonRows({
      mcpRows: [
        mcpJourneyRow('way of MCP', {
          answers: ANN,
          expected: {
            ends: '10 steps, tool add',
            because: 'a person signs in with the form of Keycloak behind it',
          },
        }),
      ],
      scope: 'openid',
      answers: ANN,
      becauseApproved: 'the user signs in with the form of Keycloak behind it',
      revoked: {
        ends: 'PROVIDER_REJECTED',
        says: ['client_secret'],
        because: 'it registers public clients, and its revocation demands a secret of them',
      },
    }),
}

async function startBoth(): Promise<RunningServer> {
  const keycloak = await startKeycloak()
  try {
    await keycloak.admin.call('POST', '/lab/clients', {
      clientId: UPSTREAM.id,
      secret: UPSTREAM.secret,
      redirectUris: ['http://127.0.0.1:*'],
      standardFlowEnabled: true,
      attributes: { 'pkce.code.challenge.method': 'S256' },
    })
    const proxy = await startPythonProgram('fastmcp_proxy.py', {
      ISSUER: keycloak.host,
      CLIENT_ID: UPSTREAM.id,
      CLIENT_SECRET: UPSTREAM.secret,
    })
    return {
      ...proxy,
      ports: [...proxy.ports, ...keycloak.ports],
      async stop() {
        await proxy.stop()
        await keycloak.stop()
      },
    }
  } catch (error) {
    await keycloak.stop()
    throw error
  }
}
