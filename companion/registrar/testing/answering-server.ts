import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What is answered to one request. A body that is no text is sent as JSON. */
export interface Given {
  status?: number
  'content-type'?: string
  location?: string
  body?: unknown
}

export interface AnsweringServer {
  base: string
  /** Every request so far: "GET /path". */
  asked: string[]
  /** The body of the latest POST or PUT. */
  sent: () => Record<string, unknown>
  close: () => void
}

/**
 * Replaces a provider: answers each "METHOD /path" with what is given for it, 404 to everything else. `BASE`
 * in what is given stands for the server's own address.
 */
export async function startAnswering(
  answers: Readonly<Record<string, Given | ((body: string) => Given)>>,
): Promise<AnsweringServer> {
  const asked: string[] = []
  let latest = ''
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const line = `${request.method} ${request.url?.split('?')[0]}`
      asked.push(line)
      if (text !== '') latest = text
      const found = answers[line] ?? { status: 404, body: 'nothing here' }
      const { status = 200, body = '', ...rest } = typeof found === 'function' ? found(text) : found
      const write = (value: string): string => value.replaceAll('BASE', base)
      const isText = typeof body === 'string'
      response.writeHead(status, {
        'content-type': rest['content-type'] ?? (isText ? 'text/plain' : 'application/json'),
        ...(rest.location !== undefined && { location: write(rest.location) }),
      })
      response.end(write(isText ? body : JSON.stringify(body)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    base,
    asked,
    sent: () => JSON.parse(latest) as Record<string, unknown>,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
