// The MCP TypeScript SDK's own demo provider, as its example starts it, on 127.0.0.1 only.
import express from 'express'
import { DemoInMemoryAuthProvider } from '@modelcontextprotocol/sdk/examples/server/demoInMemoryOAuthProvider.js'
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { mcpAuthRouter } from '@modelcontextprotocol/sdk/server/auth/router.js'

const port = Number(process.env.PORT)
const provider = new DemoInMemoryAuthProvider()
const app = express()
app.get('/interop/clients', (_request, response) => {
  response.json(provider.clientsStore.clients.size)
})
app.use(
  mcpAuthRouter({
    provider,
    issuerUrl: new URL(`http://127.0.0.1:${port}`),
    scopesSupported: ['mcp:tools'],
    // Its limit of 20 registrations an hour is fine for people and too small for a table of rows.
    clientRegistrationOptions: { rateLimit: false },
  }),
)
const tools = () => {
  const server = new McpServer({ name: 'interop', version: '1' })
  server.registerTool('add', { description: 'Adds two and three' }, async () => ({
    content: [{ type: 'text', text: '5' }],
  }))
  return server
}
app.post('/mcp', requireBearerAuth({ verifier: provider }), async (request, response) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined })
  await tools().connect(transport)
  await transport.handleRequest(request, response)
})
app.listen(port, '127.0.0.1')
