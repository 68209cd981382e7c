import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface EchoUpstream {
  url: string
  /** Documents by path; they come before all else. */
  documents: Map<string, string>
  close(): void
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** What the upstream of the recorded cases answered at paths with a meaning. */
const SPECIAL: Readonly<Record<string, Answer>> = {
  '/twohdr': (request, response) => {
    response.setHeader('Set-Cookie', ['a=1', 'b=2'])
    response.setHeader('X-Many', ['1', '2'])
    response.setHeader('Server', 'upsrv').setHeader('Via', '1.1 up')
    response.setHeader('WWW-Authenticate', 'Basic realm="up"').setHeader('X-Generator', 'up')
    echo(request, response)
  },
  '/redir': (_request, response) => response.writeHead(302, { Location: '/elsewhere' }).end(),
  '/empty204': (_request, response) => response.writeHead(204).end(),
  '/notmod': (_request, response) => response.writeHead(304, { ETag: '"x"' }).end(),
}

/** The upstream of the recorded cases: it tells what it received, and does what its path says. */
export async function openEchoUpstream(): Promise<EchoUpstream> {
  const documents = new Map<string, string>()
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const document = documents.get(path)
    const [, word, number] = /^\/(status|delay)\/(\d+)/.exec(path) ?? []
    if (document !== undefined) response.end(document)
    else if (word === 'status') answerStatus(response, Number(number))
    else if (word === 'delay') setTimeout(() => echo(request, response), Number(number))
    else (SPECIAL[path] ?? echo)(request, response)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    documents,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function answerStatus(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/x-up', 'X-Up': '1' }).end(`up ${status}`)
}

function echo(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('latin1')
    const { url, method, rawHeaders } = request
    const received = { url, method, body, len: body.length, h: groupFields(rawHeaders) }
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(received))
  })
}

/** Fields by lower-case name. @param raw - Alternating names and values. */
export function groupFields(raw: readonly string[]): Record<string, string[]> {
  const fields: Record<string, string[]> = {}
  for (let at = 0; at < raw.length; at += 2)
    (fields[(raw[at] ?? '').toLowerCase()] ??= []).push(raw[at + 1] ?? '')
  return fields
}
