import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

/** An answer as a report describes it: `BASE` in it is the server's own address. */
export interface GivenAnswer {
  status: number
  'content-type'?: string
  location?: string
  headers?: Record<string, string>
  body?: unknown
  /** Closes the connection without an answer. */
  breaks?: boolean
}

/** Answers by method and path; an answer may depend on what is sent. */
export type Answers = Record<
  string,
  GivenAnswer | ((call: { body: string; headers: NodeJS.Dict<string | string[]> }) => GivenAnswer)
>

export interface AnsweringProvider {
  base: string
  /** What was asked, as `METHOD path`. */
  calls: string[]
  /** Replaces all answers. Metadata, key set and a good client and token are there unless they are given. */
  serve(answers: Answers): void
  signToken(claims?: Record<string, unknown>): Promise<string>
  close(): Promise<void>
}

/** A real server on loopback that answers what a test tells it to, and knows nothing of OAuth itself. */
export async function startAnsweringProvider(): Promise<AnsweringProvider> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
  const calls: string[] = []
  const defaults = listDefaults(jwk)
  let answers: Answers = {}
  let token = ''
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const call = `${request.method} ${request.url?.split('?')[0]}`
      calls.push(call)
      const given = answers[call] ?? defaults[call] ?? { status: 404 }
      const sent = { body: Buffer.concat(chunks).toString(), headers: request.headers }
      send(response, typeof given === 'function' ? given(sent) : given, fill)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const fill = (text: string): string =>
    text.replaceAll('BASE', base).replaceAll('"JWT"', `"${token}"`)
  const signToken: AnsweringProvider['signToken'] = (claims = {}) =>
    new SignJWT({ sub: 'c1', scope: 'read', iss: base, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'at+jwt' })
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey)
  token = await signToken()
  return {
    base,
    calls,
    signToken,
    serve(given) {
      answers = given
      calls.length = 0
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Metadata, key set, and answers as a good provider gives them. */
function listDefaults(jwk: object): Answers {
  return {
    'GET /.well-known/oauth-authorization-server': {
      status: 200,
      body: {
        issuer: 'BASE',
        token_endpoint: 'BASE/token',
        jwks_uri: 'BASE/jwks',
        registration_endpoint: 'BASE/register',
      },
    },
    'GET /jwks': { status: 200, body: { keys: [jwk] } },
    'POST /register': {
      status: 201,
      body: {
        client_id: 'c1',
        client_secret: 'a-secret-of-c1',
        grant_types: ['client_credentials'],
      },
    },
    'POST /token': {
      status: 200,
      body: { access_token: 'JWT', token_type: 'Bearer', expires_in: 60 },
    },
  }
}

function send(
  response: ServerResponse,
  { status, breaks, headers, location, body = '', ...answer }: GivenAnswer,
  fill: (text: string) => string,
): void {
  if (breaks) {
    response.destroy()
    return
  }
  const isText = typeof body === 'string'
  const type = answer['content-type'] ?? (isText ? undefined : 'application/json')
  response.writeHead(status, {
    ...(type !== undefined && { 'content-type': type }),
    ...(location !== undefined && { location: fill(location) }),
    ...headers,
  })
  response.end(fill(isText ? body : JSON.stringify(body)))
}
