import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ENCODINGS } from './encodings.ts'

/** What a provider gives out, and what it shouts back. */
export interface Canaries {
  client_secret: string
  registration_access_token: string
  access_token: string
  refresh_token: string
  id_token: string
}

export interface HostileServer {
  origin: string
  /** Refuses every request from now on, or none. */
  refuse(isRefusing: boolean): void
  /** A secret that it has seen elsewhere, such as a cookie of another site. */
  learn(secret: string): void
  close(): void
}

/**
 * Replaces provider and API, since no real one is this bad: whatever it was sent, and whatever it gave out,
 * it repeats in every encoding, in headers, titles, metadata and error descriptions.
 */
export async function openHostileServer(canaries: Canaries): Promise<HostileServer> {
  let isRefusing = false
  const seen = new Set<string>()
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      for (const secret of readCredentials(request, body)) seen.add(secret)
      answer({ request, response, isRefusing, canaries, seen })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    learn: (secret) => void seen.add(secret),
    refuse: (value) => (isRefusing = value),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

interface Scene {
  request: IncomingMessage
  response: ServerResponse
  isRefusing: boolean
  canaries: Canaries
  /** What it was sent and what it has given out so far. */
  seen: Set<string>
}

function answer({ request, response, isRefusing, canaries, seen }: Scene): void {
  const origin = `http://${request.headers.host}`
  const path = new URL(request.url ?? '/', origin).pathname
  const give = (name: keyof Canaries): string => {
    seen.add(canaries[name])
    return canaries[name]
  }
  const repeated = (): string => repeat([...seen])
  const send = (status: number, value: unknown): void => {
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-echo': [...seen].join(' '),
    })
    response.end(JSON.stringify(value))
  }
  if (path.includes('.well-known')) return send(200, describe(origin, path, repeated()))
  if (isRefusing) return send(400, { error: 'invalid_client', error_description: repeated() })
  if (path.startsWith('/token'))
    return send(200, {
      access_token: give('access_token'),
      refresh_token: give('refresh_token'),
      token_type: 'Bearer',
      scope: repeated(),
      expires_in: 300,
    })
  if (path.startsWith('/register'))
    return send(201, {
      client_id: 'a-client',
      client_secret: give('client_secret'),
      client_secret_expires_at: 0,
      registration_access_token: give('registration_access_token'),
      registration_client_uri: `${origin}/register/a-client`,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      notes: { deep: [repeated()] },
    })
  return send(200, { id_token: give('id_token'), title: repeated(), list: repeated().split(' ') })
}

function describe(origin: string, path: string, repeated: string): unknown {
  return {
    issuer: path.includes('oauth2/default') ? `${origin}/oauth2/default` : origin,
    registration_endpoint: `${origin}/register`,
    token_endpoint: `${origin}/token`,
    jwks_uri: `${origin}/keys`,
    scopes_supported: [repeated],
  }
}

function repeat(secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => Object.values(ENCODINGS).map((encode) => encode(secret)))
    .join(' ')
}

/** What a caller has sent, taken out of its scheme, its Basic pair, its query and its body. */
function readCredentials({ headers, url = '' }: IncomingMessage, body: string): string[] {
  const lines = ['authorization', 'x-my-auth', 'x-auth-token'].flatMap(
    (name) => headers[name] ?? [],
  )
  const tokens = lines.map((line) => line.split(' ').at(-1) ?? '')
  const pairs = tokens.map((token) => Buffer.from(token, 'base64').toString().split(':')[1] ?? '')
  const params = [...new URL(url, 'http://a').searchParams.values()]
  const form = [...new URLSearchParams(body).values()]
  return [...tokens, ...pairs.map(decode), ...params, ...form].filter((text) =>
    text.startsWith('canary'),
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
