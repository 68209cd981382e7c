import { IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { FaultId } from '#shared/faults/fault.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Dialects } from '../dialects/dialects.ts'
import { changeAnswer, changeRefusal } from './answer-changes.ts'
import { type FaultAnswer, type FaultCall, refusal } from './fault-call.ts'
import type { FaultInjector } from './fault-injector.ts'
import { findPlace } from './find-place.ts'
import { findFaultAnswer } from './refusals.ts'
import { changeRegistration } from './request-changes.ts'
import { TokenAliases } from './token-aliases.ts'
import { hasEnded, type SecretEnds } from './secret-ends.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface FaultLayerDeps {
  injector: FaultInjector
  clock: Clock
  dialects: Pick<Dialects, 'findByPath' | 'pathsOf' | 'open'>
}

const BODY_LIMIT_BYTES = 64 * 1024

/**
 * Stands before the dialects and breaks them on request: changes what goes in, answers itself, or
 * changes what comes out. Without a fault, and with the clock where it belongs, a call passes as it is.
 */
export function createFaultLayer(deps: FaultLayerDeps, next: Handler): Handler {
  const secretEnds: SecretEnds = new Map()
  const aliases = new TokenAliases()
  return (request, response) => {
    const url = request.url ?? ''
    const dialect = deps.dialects.findByPath(url)
    const place = findPlace(deps.dialects.pathsOf(dialect), { method: request.method ?? '', url })
    const isCalm =
      !deps.injector.has(dialect) &&
      deps.clock.offset() === 0 &&
      secretEnds.size === 0 &&
      aliases.isEmpty()
    if (isCalm || !place) return next(request, response)
    pass({ ...deps, secretEnds, aliases, next }, { request, response, dialect, place }).catch(
      () => {
        response.destroy()
      },
    )
  }
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  dialect: string
  place: FaultCall['place']
}

async function pass(
  deps: FaultLayerDeps & { secretEnds: SecretEnds; aliases: TokenAliases; next: Handler },
  { request, response, dialect, place }: Exchange,
): Promise<void> {
  const { injector, clock, secretEnds } = deps
  const text = await readText(request)
  const call: FaultCall = {
    dialect,
    method: request.method ?? '',
    place,
    headers: request.headers,
    body: parseBody(text, request.headers['content-type']),
    injector,
    now: clock.now,
  }
  await delay(call)
  const answer = hasEnded(secretEnds, findClientId(call), clock.now())
    ? refuseEndedSecret(place)
    : findFaultAnswer(call)
  if (answer) return sendAnswer(response, answer)
  const copy = copyRequest(request, await changeText(call, text))
  if (place === 'registration' && injector.take('open-registration', dialect))
    copy.headers.authorization = await (await deps.dialects.open(dialect)).authorize()
  const real = place === 'management' ? resolveToken(copy, deps.aliases) : undefined
  if (real === null)
    return sendAnswer(response, refusal(401, 'invalid_token', 'The token was replaced'))
  const { keys } = await deps.dialects.open(dialect)
  interceptAnswer(response, {
    isCut: () => injector.take('half-answer', dialect) !== undefined,
    refuse: () => changeRefusal(call),
    change: (body) =>
      changeAnswer(call, body, {
        keys,
        secretEnds,
        clockOffset: clock.offset(),
        replaceToken: real ? () => deps.aliases.replace(real) : undefined,
      }),
  })
  deps.next(copy, response)
}

/** Puts the dialect's own token into the request. @returns It, or null when it was replaced. */
function resolveToken(request: IncomingMessage, aliases: TokenAliases): string | null | undefined {
  const sent = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (sent === undefined) return undefined
  const real = aliases.resolve(sent)
  if (real === undefined) return null
  request.headers.authorization = `Bearer ${real}`
  return real
}

async function delay({ injector, dialect, place }: FaultCall): Promise<void> {
  const slow = (id: FaultId): number => injector.take(id, dialect)?.value ?? 0
  const ms = slow('slow') + (place === 'keys' ? slow('jwks-slow') : 0)
  if (ms > 0) await wait(Math.min(ms, 60_000))
}

async function changeText(call: FaultCall, text: string): Promise<string> {
  if (call.place !== 'registration') return text
  const changed = changeRegistration(call)
  return changed ? JSON.stringify(changed) : text
}

function refuseEndedSecret(place: Exchange['place']): FaultAnswer | undefined {
  return place === 'token'
    ? refusal(401, 'invalid_client', 'The client secret has expired.')
    : undefined
}

function findClientId({ place, body, headers }: FaultCall): unknown {
  if (place !== 'token') return undefined
  const basic = /^Basic (\S+)$/i.exec(headers['authorization']?.toString() ?? '')?.[1]
  if (basic === undefined) return body['client_id']
  return Buffer.from(basic, 'base64').toString('utf8').split(':')[0]
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_LIMIT_BYTES) throw new RangeError('The body is too large for a fault')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseBody(text: string, type = ''): Record<string, unknown> {
  if (type.includes('form')) return Object.fromEntries(new URLSearchParams(text))
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** A request that reads as the first one did, since its own body is gone. */
function copyRequest(request: IncomingMessage, text: string): IncomingMessage {
  const copy = new IncomingMessage(request.socket)
  const { method, url, httpVersion, rawHeaders } = request
  const { 'transfer-encoding': _coding, ...headers } = request.headers
  Object.assign(copy, { method, url, httpVersion, rawHeaders })
  copy.headers = headers
  if (text !== '') copy.headers['content-length'] = String(Buffer.byteLength(text))
  copy.complete = true
  if (text !== '') copy.push(text)
  copy.push(null)
  return copy
}

function sendAnswer(response: ServerResponse, { status, headers, body }: FaultAnswer): void {
  const isText = typeof body === 'string'
  const text = body === undefined || isText ? (body ?? '') : JSON.stringify(body)
  const type = isText ? 'text/html' : 'application/json'
  response.writeHead(status, {
    ...(text !== '' && { 'content-type': type }),
    'content-length': Buffer.byteLength(text),
    ...headers,
  })
  response.end(text)
}

interface Interception {
  isCut: () => boolean
  refuse: () => ReturnType<typeof changeRefusal>
  change: (body: Record<string, unknown>) => Promise<Record<string, unknown>>
}

/** Holds an answer back until it is whole, then sends it changed. */
function interceptAnswer(response: ServerResponse, { isCut, refuse, change }: Interception): void {
  const chunks: Buffer[] = []
  const send = { write: response.write.bind(response), end: response.end.bind(response) }
  const keep = (chunk: unknown): void => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array)
      chunks.push(Buffer.from(chunk as string))
  }
  response.write = ((chunk: unknown) => {
    keep(chunk)
    return true
  }) as ServerResponse['write']
  response.end = ((chunk?: unknown) => {
    keep(chunk)
    const body = Buffer.concat(chunks)
    Object.assign(response, send)
    finish(body).catch(() => response.destroy())
    return response
  }) as ServerResponse['end']

  async function finish(body: Buffer): Promise<void> {
    const isJson = String(response.getHeader('content-type')).includes('json')
    const isGood = response.statusCode < 300
    const refused = isGood ? undefined : refuse()
    if (refused) response.statusCode = refused.status
    const own = refused ? Buffer.from(JSON.stringify(refused.body)) : body
    const text = isJson && isGood ? await changeJson(own) : own
    if (!response.headersSent && body.length > 0)
      response.setHeader('content-length', Buffer.byteLength(text))
    if (!isCut()) return void response.end(text)
    response.write(text.subarray(0, Math.floor(text.length / 2)))
    setTimeout(() => response.destroy(), 20)
  }

  async function changeJson(body: Buffer): Promise<Buffer> {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return body
    return Buffer.from(JSON.stringify(await change(parsed as Record<string, unknown>)))
  }
}
