import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Comparison, Flow, Inspection, Token } from '#shared/contract/token.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { FakeParts } from './fake-clients.ts'

export function createSampleToken(id: string, part: Partial<Token> = {}): Token {
  return {
    id,
    registration: 'a',
    grant: 'client_credentials',
    access_token: `••••${id}`,
    token_type: 'bearer',
    scope: 'tyk',
    obtained_at: '2026-11-23T14:00:00.000Z',
    expires_at: '2099-01-01T00:00:00.000Z',
    has_refresh_token: false,
    ...part,
  }
}

/** Tokens of a companion in memory. */
export class FakeTokens {
  list: Token[] = []
  /** The grant in which a person takes part. */
  flow: Flow = {
    id: 'f',
    grant: 'authorization_code',
    state: 'waiting',
    url: 'http://idp.test/auth',
  }
  inspection: Inspection = { is_jwt: false, checks: [] }
  introspection: Record<string, unknown> = { active: true, scope: 'tyk' }
  comparison: Comparison = { differences: [] }
  /** Thrown by the next call. */
  refusal: AppError | undefined
  readonly #parts: FakeParts<Token>

  constructor(parts: FakeParts<Token>) {
    this.#parts = parts
  }

  page({ limit, cursor = '0' }: { limit: number; cursor?: string }) {
    const from = Number(cursor)
    const next = from + limit
    const items = this.list.slice(from, next)
    const total = this.list.length
    return { items, total, ...(next < total && { next: String(next) }) }
  }

  readonly api = {
    requestToken: async ({ body }: { body: Partial<Token> }) => {
      this.#log('requestToken', body)
      return this.add(`t${this.list.length + 1}`, { grant: body.grant ?? 'client_credentials' })
    },
    startFlow: async ({ body }: { body: Pick<Flow, 'grant'> }) => {
      this.#log('startFlow', body)
      this.flow = { ...this.flow, grant: body.grant }
      return this.flow
    },
    getFlow: async ({ params }: { params: { flow: string } }) => {
      this.#log('getFlow', params.flow)
      return this.flow
    },
    inspectToken: async ({ params }: TokenCall) => {
      this.#log('inspectToken', params.token)
      return this.inspection
    },
    introspectToken: async ({ params }: TokenCall) => {
      this.#log('introspectToken', params.token)
      return this.introspection
    },
    revokeToken: async ({ params }: TokenCall) => {
      this.#log('revokeToken', params.token)
      const token = this.list.find(({ id }) => id === params.token)
      if (!token) throw new AppError('RECORD_NOT_FOUND')
      this.#parts.emit({ ...token, revoked_at: '2026-11-23T15:00:00.000Z' })
      return { revoked: true }
    },
    compareTokens: async ({ params }: { params: { token: string; other: string } }) => {
      this.#log('compareTokens', `${params.token} ${params.other}`)
      return this.comparison
    },
  } as unknown as Partial<ApiClient>

  /** A token comes, and is told of. */
  add(id: string, part: Partial<Token> = {}): Token {
    const token = createSampleToken(id, part)
    this.list = [token, ...this.list]
    this.#parts.emit(token)
    return token
  }

  #log(name: string, detail: unknown): void {
    this.#parts.log(name, detail)
    const { refusal } = this
    this.refusal = undefined
    if (refusal) throw refusal
  }
}

interface TokenCall {
  params: { token: string }
}
