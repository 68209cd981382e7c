// The MCP TypeScript SDK 1.x as a client: node sdk-1.mjs URL.
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { createProvider } from './provider.mjs'
import { signIn } from './sign-in.mjs'

const authProvider = createProvider('interop sdk-1')
const open = () => new StreamableHTTPClientTransport(new URL(process.argv[2]), { authProvider })
const first = open()
await new Client({ name: 'interop', version: '1' }).connect(first).catch((error) => {
  if (!(error instanceof UnauthorizedError)) throw error
})
const back = await signIn(authProvider.kept.url)
await first.finishAuth(back.searchParams.get('code'))
const client = new Client({ name: 'interop', version: '1' })
await client.connect(open())
const answer = await client.callTool({ name: 'add', arguments: { a: 2, b: 3 } })
process.stdout.write(`${JSON.stringify(answer)}\n`)
await client.close()
