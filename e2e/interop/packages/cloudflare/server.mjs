// Cloudflare's workers-oauth-provider on Node: its KV namespace is a Map, Request and Response are Node's own.
import http from 'node:http'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { OAuthProvider } from '@cloudflare/workers-oauth-provider'

const port = Number(process.env.PORT)
const records = new Map()
const OAUTH_KV = {
  async get(key, options) {
    const value = records.get(key) ?? null
    const isJson = options === 'json' || options?.type === 'json'
    return value !== null && isJson ? JSON.parse(value) : value
  },
  async put(key, value) {
    records.set(key, value)
  },
  async delete(key) {
    records.delete(key)
  },
  async list({ prefix = '' } = {}) {
    const names = [...records.keys()].filter((key) => key.startsWith(prefix))
    return { keys: names.map((name) => ({ name })), list_complete: true }
  },
}
/** Approves every authorization request at once, as a worker would after its own sign-in. */
async function approve(request, env) {
  const asked = await env.OAUTH_PROVIDER.parseAuthRequest(request)
  const { redirectTo } = await env.OAUTH_PROVIDER.completeAuthorization({
    request: asked,
    userId: 'ann',
    metadata: {},
    scope: asked.scope,
    props: { user: 'ann' },
  })
  return Response.redirect(redirectTo, 302)
}
const mcp = createMcpHandler(() => {
  const server = new McpServer({ name: 'interop', version: '1' })
  server.registerTool('add', { description: 'Adds two and three' }, async () => ({
    content: [{ type: 'text', text: '5' }],
  }))
  return server
})
const provider = new OAuthProvider({
  resourceMetadata: { resource: `http://127.0.0.1:${port}/mcp` },
  apiRoute: '/mcp',
  apiHandler: { fetch: (request) => mcp.fetch(request) },
  defaultHandler: {
    fetch: async (request, env) =>
      new URL(request.url).pathname === '/authorize'
        ? approve(request, env)
        : new Response('not found', { status: 404 }),
  },
  authorizeEndpoint: '/authorize',
  tokenEndpoint: '/token',
  clientRegistrationEndpoint: '/register',
  scopesSupported: ['read'],
})
async function answer(request, response) {
  if (request.url === '/interop/clients') {
    const clients = [...records.keys()].filter((key) => key.startsWith('client:'))
    response.end(String(clients.length))
    return
  }
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const { method, headers } = request
  const result = await provider.fetch(
    new Request(`http://${headers.host}${request.url}`, {
      method,
      headers,
      redirect: 'manual',
      ...(!['GET', 'HEAD'].includes(method) && { body: Buffer.concat(chunks) }),
    }),
    { OAUTH_KV },
    { waitUntil() {}, passThroughOnException() {} },
  )
  response.writeHead(result.status, Object.fromEntries(result.headers))
  response.end(Buffer.from(await result.arrayBuffer()))
}

http
  .createServer((request, response) => {
    answer(request, response).catch((error) => {
      response.writeHead(500).end(String(error))
    })
  })
  .listen(port, '127.0.0.1')
