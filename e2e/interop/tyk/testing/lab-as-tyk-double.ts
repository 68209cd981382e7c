import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '#shared/errors/app-error.ts'
import type { TestCompanion } from '../../../../companion/test-companion.ts'

export const DOUBLE_SECRET = 'secret-of-the-double-of-tyk'

/**
 * A double of the Tyk Gateway API before this program's own gateway, since Tyk's server cannot be had here. It
 * shows that the rows work, and nothing of Tyk.
 *
 * @param options.forgets - A definition that it takes, and has no more after the reload.
 */
export async function openLabAsTykDouble(
  { client }: TestCompanion,
  { forgets }: { forgets?: 'policies' } = {},
) {
  const { apis, policies } = {
    apis: {
      list: () => client.listApis(),
      get: (api: string) => client.exportApi({ params: { api }, query: { secrets: 'whole' } }),
      drop: (api: string) => client.deleteApi({ params: { api } }),
    },
    policies: {
      list: () => client.listPolicies(),
      get: (policy: string) =>
        client.exportPolicy({ params: { policy }, query: { secrets: 'whole' } }),
      drop: (policy: string) => client.deletePolicy({ params: { policy } }),
    },
  }

  async function answer(request: IncomingMessage, body: string): Promise<unknown> {
    const [, kind, id = ''] = /^\/tyk\/(apis|policies)(?:\/(.*))?$/.exec(request.url ?? '') ?? []
    if (request.url?.startsWith('/tyk/reload/') === true) return { status: 'ok', message: '' }
    if (request.method === 'POST') {
      if (kind === forgets) return { status: 'ok', action: 'added' }
      await client.importDefinitions({ body: { definitions: [JSON.parse(body)] } })
      return { status: 'ok', action: 'added' }
    }
    const rows = kind === 'policies' ? policies : apis
    if (id === '') return rows.list()
    if (request.method !== 'DELETE') return rows.get(id)
    await rows.drop(id)
    return { status: 'ok' }
  }

  async function reply(request: IncomingMessage): Promise<[status: number, body: unknown]> {
    if (request.headers['x-tyk-authorization'] !== DOUBLE_SECRET)
      return [
        403,
        { status: 'error', message: 'Attempted administrative access with invalid key!' },
      ]
    let text = ''
    for await (const chunk of request) text += String(chunk)
    try {
      return [200, await answer(request, text)]
    } catch (thrown) {
      return [statusOf(thrown), { status: 'error', message: AppError.from(thrown).message }]
    }
  }

  const server = createServer((request, response) => {
    void reply(request).then(([status, body]) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    )
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  }
}

function statusOf(thrown: unknown): number {
  return AppError.from(thrown).code === 'RECORD_NOT_FOUND' ? 404 : 400
}
