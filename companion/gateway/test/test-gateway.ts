import { type JsonWebKey, createPrivateKey, sign } from 'node:crypto'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { type AddressInfo, connect, createServer as createSocketServer } from 'node:net'
import { type JWK, exportJWK, generateKeyPair } from 'jose'
import type { Verdict } from '#shared/contract/verdict.ts'
import { EN } from '#shared/messages/en/en.ts'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { Policy } from '#shared/tyk/policy.ts'
import { listen as openListener, originOf } from '../../http/listen.ts'
import type { RawExchange, Recorder } from '../../recorder/recorder.ts'
import type { Records } from '../../store/records.ts'
import { createMemoryRecords } from '../../store/memory-records.ts'
import { type KnownAddresses, DCR_FIXES, createFixFinder } from '../../journeys/fixes.ts'
import type { Decision } from '../verdict/decision.ts'
import { describeVerdict } from '../verdict/describe-verdict.ts'
import { type Gateway, type GatewayDeps, createGateway } from '../gateway.ts'

type Listener = (request: IncomingMessage, response: ServerResponse) => void

/** A recorder that keeps what it is given, unmasked. */
export function createFakeRecorder(): Recorder & { raw: RawExchange[] } {
  const raw: RawExchange[] = []
  return {
    raw,
    record: (exchange) => `exchange-${raw.push(exchange)}`,
    takesCall: () => true,
    get: () => undefined,
    list: () => [],
    outlines: () => [],
    assign: () => undefined,
  }
}

export async function listen(
  listener: Listener,
): Promise<{ server: Server; url: string; port: number }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { server, url: `http://127.0.0.1:${port}`, port }
}

/** Keys are slow to make, so a test file makes them once. */
export interface Signer {
  kid: string
  jwk: JWK
  sign(claims?: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>
  /** Signs these very texts, whatever they say. */
  signText(header: string, payload: string): string
}

/** @param now - The clock of the tokens; a test that stops the gateway's must hand the same one here. */
export async function createSigner(
  kid: string,
  alg = 'RS256',
  now: () => number = Date.now,
): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }
  const key = createPrivateKey({ key: (await exportJWK(privateKey)) as JsonWebKey, format: 'jwk' })
  const signText = (header: string, payload: string) => {
    const input = [header, payload].map((text) => Buffer.from(text).toString('base64url')).join('.')
    const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
    return `${input}.${signature.toString('base64url')}`
  }
  return {
    kid,
    jwk,
    signText,
    async sign(claims, header) {
      return signText(
        JSON.stringify({ alg, kid, ...header }),
        JSON.stringify({ ...defaultClaims(now()), ...claims }),
      )
    },
  }
}

function defaultClaims(nowMs: number): Record<string, unknown> {
  const now = Math.floor(nowMs / 1000)
  return { iss: 'https://idp.test', sub: 'client-1', iat: now, exp: now + 600 }
}

export interface Lab {
  gateway: Gateway
  /** The gateway's decisions in words. */
  verdicts: { get(id: string): Verdict | undefined; list(limit: number): Verdict[] }
  url: string
  port: number
  upstreamUrl: string
  jwksUrl: string
  apis: Records<ApiDefinition>
  policies: Records<Policy>
  recorder: ReturnType<typeof createFakeRecorder>
  /** Requests that reached the upstream. */
  hits: IncomingMessage[]
  /** What the key endpoint answers, and how often it was asked. */
  jwks: { answer: Listener; fetches: number }
  putApi(change?: Record<string, unknown>): Promise<void>
  putPolicy(change?: Record<string, unknown>): Promise<void>
  call(path: string, options?: RequestInit & { token?: string }): Promise<Answer>
  close(): Promise<void>
}

export interface Answer {
  status: number
  headers: Headers
  text: string
}

export function answerJson(value: unknown): Listener {
  return (_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
  }
}

/** A gateway with a key endpoint and an upstream, all on free ports. */
export async function openTestGateway(
  keys: readonly JWK[],
  options: Partial<GatewayDeps> & { upstream?: Listener; known?: Partial<KnownAddresses> } = {},
): Promise<Lab> {
  const { upstream = (_request, response) => response.end('hello'), known = {}, ...deps } = options
  const hits: IncomingMessage[] = []
  const jwks = { answer: answerJson({ keys }), fetches: 0 }
  const idp = await listen((request, response) => {
    jwks.fetches += 1
    jwks.answer(request, response)
  })
  const target = await listen((request, response) => {
    hits.push(request)
    upstream(request, response)
  })
  const apis = createMemoryRecords<ApiDefinition>()
  const policies = createMemoryRecords<Policy>()
  const recorder = createFakeRecorder()
  let port = 0
  const gateway = createGateway({ apis, policies, recorder, port: () => port, ...deps })
  const server = await openListener({ name: 'gateway', port: 0, option: '--gateway-port' })
  gateway.configureServer(server)
  server.on('request', gateway.handler)
  const url = originOf(server)
  port = Number(new URL(url).port)
  const jwksUrl = `${idp.url}/keys`
  const lab: Lab = {
    gateway,
    verdicts: openVerdicts(gateway, known),
    url,
    port,
    upstreamUrl: target.url,
    jwksUrl,
    apis,
    policies,
    recorder,
    hits,
    jwks,
    putApi(change) {
      const definition = createDefinition({ jwksUrl, targetUrl: target.url }, change)
      return apis.put(definition.api_id, definition)
    },
    putPolicy(change) {
      const policy = createPolicy(change)
      return policies.put(policy.id, policy)
    },
    call: (path, init) => call(url + path, init),
    async close() {
      for (const one of [server, idp.server, target.server]) {
        one.closeAllConnections()
        one.close()
      }
      await gateway.close()
    },
  }
  await lab.putApi()
  await lab.putPolicy()
  return lab
}

/** The gateway's decisions in words, with the fixes of the journey. */
function openVerdicts(gateway: Gateway, known: Partial<KnownAddresses>): Lab['verdicts'] {
  const findFix = createFixFinder(DCR_FIXES, { language: EN, known })
  const describe = (decision: Decision) => describeVerdict(decision, { language: EN, findFix })
  return {
    get(id) {
      const decision = gateway.verdicts.get(id)
      return decision && describe(decision)
    },
    list: (limit) => gateway.verdicts.list(limit).map(describe),
  }
}

function createDefinition(
  { jwksUrl, targetUrl }: { jwksUrl: string; targetUrl: string },
  change: Record<string, unknown> = {},
): ApiDefinition {
  return ApiDefinition.parse({
    name: 'OKTA API',
    api_id: 'okta-api',
    enable_jwt: true,
    jwt_signing_method: 'rsa',
    jwt_source: btoa(jwksUrl),
    jwt_policy_field_name: 'pol',
    jwt_default_policies: ['okta-policy'],
    ...change,
    proxy: {
      listen_path: '/api/',
      target_url: targetUrl,
      strip_listen_path: true,
      ...(change['proxy'] as object),
    },
  })
}

function createPolicy(change: Record<string, unknown> = {}): Policy {
  return Policy.parse({
    id: 'okta-policy',
    name: 'OKTA Policy',
    rate: 1000,
    per: 60,
    quota_max: -1,
    key_expires_in: 86_400,
    access_rights: { 'okta-api': { api_id: 'okta-api' } },
    ...change,
  })
}

async function call(
  url: string,
  { token, ...init }: RequestInit & { token?: string } = {},
): Promise<Answer> {
  const headers = new Headers(init.headers)
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  const response = await fetch(url, { redirect: 'manual', ...init, headers })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** Sends bytes as they are and reads until the gateway closes, or falls silent. */
export function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(bytes, 'latin1')))
    socket.setTimeout(1500, () => socket.destroy())
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET'
        ? resolve(Buffer.concat(chunks).toString('latin1'))
        : reject(error),
    )
  })
}

/** Sends one request line and reads the status of the answer. */
export async function sendTarget(port: number, target: string, line = ''): Promise<number> {
  const head = `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n${line}\r\n`
  const answer = await sendRaw(port, head)
  return Number(answer.split(' ')[1] ?? 0)
}

/** An upstream that answers with these bytes, whatever is asked. */
export async function answerBytes(bytes: string): Promise<{ url: string; stop: () => void }> {
  const server = createSocketServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => socket.end(Buffer.from(bytes, 'latin1')))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() }
}
