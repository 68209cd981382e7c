import { AppError } from '#shared/errors/app-error.ts'
import type { HttpAnswer, HttpClient, HttpRequest } from '../../outgoing/http-client.ts'
import { PartialAnswerError } from '../../outgoing/partial-answer.ts'

/** What becomes of one call: `lost` has its effect and no answer, `odd` an answer that fits no schema. */
export const ENDS = ['answered', 'lost', 'unsent', 'refused', 'cut', 'odd', 'deep'] as const
export type End = (typeof ENDS)[number]

export interface ProviderClient {
  client_id: string
  client_name: string
  client_secret: string
  registration_access_token: string
  redirect_uris: string[]
  origin: string
  isDeleted: boolean
}

/** Resolves when a schedule lets it: a request under way, or its answer. */
export type Delay = (what: string) => Promise<unknown>

interface Scheduled {
  delay: Delay
  nextEnd: () => End
}

const DEPTH = 20_000

/**
 * Replaces the HTTP client and the providers behind it, since only a double delays each request and each
 * answer exactly as a schedule says. Clients at `okta.test` are managed with the initial access token, all
 * others with their own token, which every read and every update replaces.
 */
export class ScheduledProvider implements HttpClient {
  readonly clients = new Map<string, ProviderClient>()
  readonly #scheduled: Scheduled
  #count = 0

  constructor(scheduled: Scheduled) {
    this.#scheduled = scheduled
  }

  async send(_context: unknown, request: HttpRequest): Promise<HttpAnswer> {
    const end = this.#scheduled.nextEnd()
    const { method, url } = request
    await this.#scheduled.delay(`${method} ${url} arrives`)
    if (end === 'unsent') throw lose()
    const [status, body] = end === 'refused' ? [503, {}] : this.#carryOut(request)
    await this.#scheduled.delay(`${method} ${url} is answered: ${end}`)
    if (end === 'lost') throw lose()
    const text = status >= 300 ? JSON.stringify(body) : spoil(end, body)
    if (end === 'cut') throw lose(new PartialAnswerError(part(status, text), { cause: 'cut' }))
    return {
      status,
      text,
      readUnmasked: () => text,
      readMasked: () => text,
      headers: [],
      exchange: '',
    }
  }

  /** The client as its provider would show it, by id. */
  require(id: string): ProviderClient {
    const client = this.clients.get(id)
    if (client) return client
    throw new RangeError(`No client ${id}`)
  }

  #carryOut({ method, url, headers, body }: HttpRequest): [status: number, body: unknown] {
    const { origin, pathname, search } = new URL(url)
    const isOkta = origin.includes('okta')
    if (search !== '') return [200, this.#list(origin)]
    const [, , id, call] = pathname.split('/')
    if (id === undefined) return [201, this.#register(origin, JSON.parse(body ?? '{}'))]
    const client = this.clients.get(id)
    const { authorization } = headers
    const isKnown = client !== undefined && !client.isDeleted
    if (isOkta && !isKnown) return [404, {}]
    if (!isKnown || (!isOkta && authorization !== `Bearer ${client.registration_access_token}`))
      return [401, {}]
    if (method === 'DELETE') {
      client.isDeleted = true
      return [204, undefined]
    }
    if (method === 'PUT') client.redirect_uris = JSON.parse(body ?? '{}').redirect_uris as string[]
    if (call !== undefined || (method === 'PUT' && !isOkta)) client.client_secret = this.#next('s')
    if (!isOkta) client.registration_access_token = this.#next('t')
    return [200, show(client)]
  }

  #register(origin: string, { client_name }: { client_name: string }): unknown {
    const client: ProviderClient = {
      client_id: this.#next('c'),
      client_name,
      client_secret: this.#next('s'),
      registration_access_token: this.#next('t'),
      redirect_uris: [],
      origin,
      isDeleted: false,
    }
    this.clients.set(client.client_id, client)
    return show(client)
  }

  #list(origin: string): unknown[] {
    return [...this.clients.values()]
      .filter((client) => client.origin === origin && !client.isDeleted)
      .map(show)
  }

  #next(letter: string): string {
    this.#count += 1
    return `${letter}${this.#count}`
  }
}

/** The client as its provider answers it. */
export function show({ isDeleted: _isDeleted, origin, ...client }: ProviderClient): unknown {
  const { registration_access_token: _token, ...rest } = client
  if (origin.includes('okta')) return { ...rest, token_endpoint_auth_method: 'client_secret_basic' }
  return { ...client, registration_client_uri: `${origin}/clients/${client.client_id}` }
}

function spoil(end: End, body: unknown): string {
  const text = body === undefined ? '' : JSON.stringify(body)
  if (!text.startsWith('{')) return text
  if (end === 'odd') return text.replace('{', '{"scope":17,')
  if (end === 'deep') return `${text.slice(0, -1)},"x":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`
  return text
}

/** Cut off before its last brace; everything that matters has come. */
function part(status: number, text: string): { status: number; body: Buffer } {
  return { status, body: Buffer.from(text.slice(0, -1)) }
}

function lose(cause?: unknown): AppError {
  return new AppError('PROVIDER_UNREACHABLE', { detail: 'The answer was lost.', cause })
}
