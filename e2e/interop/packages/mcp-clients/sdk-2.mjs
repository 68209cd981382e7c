// The MCP TypeScript client 2.x: node sdk-2.mjs URL; PIN names a version of the protocol.
import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client'
import { createProvider } from './provider.mjs'
import { signIn } from './sign-in.mjs'

const { PIN } = process.env
const authProvider = createProvider('interop sdk-2')
const open = () => new StreamableHTTPClientTransport(new URL(process.argv[2]), { authProvider })
const create = () =>
  new Client(
    { name: 'interop', version: '1' },
    PIN ? { versionNegotiation: { mode: { pin: PIN } } } : {},
  )
const first = open()
await create()
  .connect(first)
  .catch((error) => {
    if (!(error instanceof UnauthorizedError)) throw error
  })
const back = await signIn(authProvider.kept.url)
await first.finishAuth(back.searchParams)
const client = create()
await client.connect(open())
const answer = await client.callTool({ name: 'add', arguments: { a: 2, b: 3 } })
process.stdout.write(`${JSON.stringify(answer)}\n`)
await client.close()
