import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Members = Record<string, unknown>

export interface TykDoubleOptions {
  /** Whether `policies.policy_path` is set: without it policies are taken and never read. */
  hasPolicyPath?: boolean
  /** Ids that are refused. */
  refuses?: readonly string[]
  /** Ids of APIs that are taken and cannot be loaded. */
  cannotLoad?: readonly string[]
  /** Whether the reload ends the connection without an answer. */
  breaksAtReload?: boolean
}

const JSON_TYPE = { 'content-type': 'application/json' }

/**
 * A double of Tyk Gateway's control API, since no Tyk Gateway can run in a test: the calls that a push makes,
 * answered as version 5.14.0 did. Nothing is live before a reload.
 */
export async function openTykDouble(options: TykDoubleOptions = {}) {
  const { hasPolicyPath = true, refuses = [], cannotLoad = [] } = options
  const seen: { call: string; secret: string | undefined; body: Members | undefined }[] = []
  const written = { apis: new Map<string, string>(), policies: new Set<string>() }
  let live = { apis: new Map<string, string>(), policies: new Set<string>() }

  function put(path: string, body: Members): [number, Members] {
    const tyk = body['x-tyk-api-gateway'] as
      { info: { id: string }; server: { listenPath: { value: string } } } | undefined
    const id = String(tyk?.info.id ?? body['api_id'] ?? body['id'])
    if (refuses.includes(id)) return [400, { status: 'error', message: 'Request malformed' }]
    if (path === '/tyk/policies') written.policies.add(id)
    else
      written.apis.set(
        id,
        tyk?.server.listenPath.value ?? (body['proxy'] as { listen_path: string }).listen_path,
      )
    return [200, { key: id, status: 'ok', action: 'added' }]
  }

  function answer(method: string, path: string, body: Members): [number, Members] {
    if (method === 'POST') return put(path, body)
    if (path.startsWith('/tyk/reload/')) {
      const apis = [...written.apis].filter(([id]) => !cannotLoad.includes(id))
      live = {
        apis: new Map(apis),
        policies: hasPolicyPath ? new Set(written.policies) : new Set(),
      }
      return [200, { status: 'ok', message: '' }]
    }
    const [, kind = '', id = ''] = /^\/tyk\/(policies|apis)\/(.+)$/.exec(path) ?? []
    if (kind === 'policies' && !live.policies.has(id))
      return [404, { status: 'error', message: 'Policy not found' }]
    if (kind === 'apis' && !live.apis.has(id))
      return [404, { status: 'error', message: 'API not found' }]
    if (kind !== '') return [200, { id }]
    return [...live.apis.values()].includes(path)
      ? [400, { error: 'Authorization field missing' }]
      : [404, { error: 'Not Found' }]
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const { method = '', url = '', headers } = request
      const body = text === '' ? undefined : (JSON.parse(text) as Members)
      const secret = headers['x-tyk-authorization'] as string | undefined
      seen.push({ call: `${method} ${url}`, secret, body })
      const isBroken = options.breaksAtReload === true && url.startsWith('/tyk/reload/')
      const [status, reply] = answer(method, url, body ?? {})
      if (isBroken) request.socket.destroy()
      else response.writeHead(status, JSON_TYPE).end(JSON.stringify({ ...reply, echo: secret }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, seen, close: () => server.close() }
}
