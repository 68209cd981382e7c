import { connect } from 'node:net'
import { groupFields } from './echo-upstream.ts'
import type { TykRequest } from './tyk-case.ts'

export interface RawAnswer {
  status: number
  headers: Record<string, string[]>
  body: string
}

/** The bytes of a request, with a connection that ends behind the answer. */
export function writeRequest(request: TykRequest, gatewayHost: string): string {
  const { raw, method = 'GET', path = '/', headers = [], body, version = '1.1' } = request
  if (raw !== undefined) return raw.replaceAll('@HOST@', gatewayHost)
  const { host = gatewayHost } = request
  const isFramed = headers.some((line) => /^(?:content-length|transfer-encoding) *:/i.test(line))
  const lines = [
    `${method} ${path} HTTP/${version}`,
    ...(host === null ? [] : [`Host: ${host}`]),
    ...headers,
    ...(body !== undefined && !isFramed ? [`Content-Length: ${body.length}`] : []),
    'Connection: close',
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`
}

/** Sends bytes as they are and reads the answer up to the end of the connection. */
export function sendBytes({ hostname, port }: URL, bytes: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(Number(port || 80), hostname, () =>
      socket.write(Buffer.from(bytes, 'latin1')),
    )
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    socket.on('close', () => resolve(readAnswer(Buffer.concat(chunks).toString('latin1'))))
  })
}

function readAnswer(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n')
  const [line = '', ...lines] = text.slice(0, end).split('\r\n')
  const status = Number(line.split(' ')[1])
  const rest = text.slice(end + 4)
  if (status === 100) return readAnswer(rest)
  const headers = groupFields(
    lines.flatMap((field) => {
      const colon = field.indexOf(':')
      return [field.slice(0, colon), field.slice(colon + 1).trim()]
    }),
  )
  const isChunked = headers['transfer-encoding']?.[0] === 'chunked'
  return { status, headers, body: isChunked ? joinChunks(rest) : rest }
}

function joinChunks(text: string): string {
  let body = ''
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\r\n', at)
    const size = Number.parseInt(text.slice(at, end), 16)
    if (!(size > 0)) break
    body += text.slice(end + 2, end + 2 + size)
    at = end + 4 + size
  }
  return body
}
