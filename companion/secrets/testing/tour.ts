import { randomUUID } from 'node:crypto'
import { type ApiClient, createApiClient } from '#shared/contract/api-client.ts'
import type { Exchange } from '#shared/contract/exchange.ts'
import { EVENTS_PATH } from '#shared/contract/contract.ts'
import { toHar } from '#shared/exports/to-har.ts'
import { toJson } from '#shared/exports/to-json.ts'
import { toMarkdown } from '#shared/exports/to-markdown.ts'
import { type CompanionProgram, TOKEN } from './companion-program.ts'
import type { HostileServer } from './hostile-server.ts'

/** Secrets that people and apps bring along. */
export const TYPED = {
  initial_access_token: 'canary-initial-token/7f3a+Qq9=',
  api_credential: 'canary-api-credential/19bd+Ww3=',
  api_parameter: 'canary-api-parameter/5c21+Ee7=',
  header_token: 'canary-header-token/88ef+Rr1=',
  kept_secret: 'canary-kept-secret/4d90+Tt5=',
}

/** Everything that left the companion or was kept by it, by the kind of place. */
export type Sinks = Map<string, string>

const JSON_TYPE = { 'content-type': 'application/json' }

/** Uses a companion as a person with a hostile provider does, and keeps every answer and event. */
export class Tour {
  readonly #program: CompanionProgram
  readonly #hostile: HostileServer
  readonly #answers: string[] = []
  readonly #problems: string[] = []
  readonly #events: string[] = []
  readonly #abort = new AbortController()
  /** Secrets that the companion made itself, by what they are. */
  readonly made: Record<string, string> = {}

  constructor(program: CompanionProgram, hostile: HostileServer) {
    this.#program = program
    this.#hostile = hostile
  }

  async go(): Promise<void> {
    await this.#listen()
    await this.#signUp()
    await this.#walk()
    await this.#call('PUT', '/api/replay/secrets/canary', { value: TYPED.kept_secret })
    const { origin } = this.#hostile
    const draft = (id: string) => ({
      id,
      origin: 'test',
      provider: 'other',
      idp_host: origin,
      registration_endpoint: `${origin}/register`,
      initial_access_token: TYPED.initial_access_token,
      metadata: {
        client_name: 'Canary',
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    })
    const registration = randomUUID()
    await this.#call('POST', '/api/registrations', draft(registration))
    await this.#call('POST', '/api/discover', { host: origin })
    await this.#call('POST', `/api/registrations/${registration}/read`, {})
    const order = { grant: 'client_credentials', registration }
    await this.#call('POST', '/api/tokens', order)
    this.#hostile.refuse(true)
    await this.#call('POST', '/api/registrations', draft(randomUUID()))
    await this.#call('POST', `/api/registrations/${registration}/read`, {})
    await this.#call('POST', '/api/tokens', order)
    await this.#call('DELETE', `/api/registrations/${registration}`)
    await this.#call('POST', '/api/examinations', {
      host: origin,
      provider: 'other',
      initial_access_token: TYPED.initial_access_token,
    })
    this.#hostile.refuse(false)
    await this.#useGateway()
    await this.#replay()
  }

  /** What can be read of a companion; after a restart the secrets are those of an earlier process. */
  async look(): Promise<void> {
    await this.#useGateway()
    for (const path of LISTS) await this.#call('GET', path)
  }

  async finish(sinks: Sinks, name: string): Promise<void> {
    const client = this.#client()
    const exchanges = await client.listExchanges({ query: { limit: 500 } })
    const verdicts = await client.listVerdicts({ query: { limit: 100 } })
    const runs = await client.listRuns()
    const walk = { title: 'Canary', version: '0', exchanges, verdicts, runs }
    this.#abort.abort()
    sinks.set(`${name}: answers`, this.#answers.join('\n'))
    sinks.set(`${name}: problems`, this.#problems.join('\n'))
    sinks.set(`${name}: events`, this.#events.join(''))
    sinks.set(`${name}: verdicts`, JSON.stringify(verdicts))
    sinks.set(`${name}: HAR`, JSON.stringify(toHar(walk)))
    sinks.set(`${name}: JSON report`, toJson(walk))
    sinks.set(`${name}: Markdown report`, toMarkdown(walk))
    sinks.set(`${name}: bodies`, exchanges.map(readTexts).join('\n'))
  }

  /** The portal's session, which a browser also sends to the gateway on the same host. */
  async #signUp(): Promise<void> {
    const { headers } = await fetch(`${this.#program.addresses.portal}/sign-up`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ email: 'ada@example.com', password: 'correct horse' }),
    })
    this.#make('portal session', /=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1])
  }

  /** The journey at the embedded provider, with the secrets that it makes. */
  async #walk(): Promise<void> {
    const client = this.#client()
    const { id: run, steps } = await client.createRun({ body: {} })
    // One step needs what the one before it made.
    for (const { id: step } of steps) await client.runStep({ params: { run, step }, body: {} })
    const [registration] = await client.listRegistrations()
    const [token] = await client.listTokens()
    for (const secret of [
      `registration/${registration?.id}/client_secret`,
      `token/${token?.id}/access_token`,
      `run/${run}/password`,
      `run/${run}/api_token`,
    ])
      this.#make(
        secret.replace(/[^/]{20,}/, 'ID'),
        (await client.revealSecret({ body: { secret } })).value,
      )
  }

  #make(kind: string, secret: string | undefined): void {
    if (secret === undefined) throw new Error(`There is no ${kind}`)
    this.made[kind] = secret
    this.#hostile.learn(secret)
  }

  #client(): ApiClient {
    return createApiClient({ origin: this.#program.addresses.control, token: TOKEN })
  }

  async #useGateway(): Promise<void> {
    const { origin } = this.#hostile
    const auth = { auth_header_name: 'X-My-Auth', use_param: true, param_name: 'my_param' }
    for (const [id, use_keyless] of [
      ['canary-open', true],
      ['canary-closed', false],
    ] as const) {
      await this.#call('PUT', `/api/apis/${id}`, {
        name: id,
        api_id: id,
        use_keyless,
        enable_jwt: !use_keyless,
        auth_configs: { jwt: auth },
        proxy: { listen_path: `/${id}/`, target_url: origin, strip_listen_path: true },
      })
      const query = `my_param=${encodeURIComponent(TYPED.api_parameter)}`
      const answer = await fetch(
        `${this.#program.addresses.gateway}/${id}/${encodeURIComponent(TYPED.kept_secret)}?${query}`,
        {
          headers: {
            'x-my-auth': TYPED.api_credential,
            'x-auth-token': TYPED.header_token,
            cookie: `dcr_portal=${this.made['portal session'] ?? ''}`,
          },
        },
      )
      await answer.text()
    }
  }

  async #replay(): Promise<void> {
    const { origin } = this.#hostile
    await this.#call('POST', '/api/replays', {
      request: {
        method: 'POST',
        url: `${origin}/things?my_param=${encodeURIComponent(TYPED.api_parameter)}`,
        query: [],
        headers: [
          { name: 'X-My-Auth', value: TYPED.api_credential },
          { name: 'X-Auth-Token', value: '{{secret:canary}}' },
        ],
        body: { kind: 'form', fields: [{ name: 'api_key', value: TYPED.header_token }] },
        token: { kind: 'none' },
        route: 'direct',
      },
    })
  }

  async #call(method: string, path: string, body?: unknown): Promise<void> {
    const response = await fetch(this.#program.addresses.control + path, {
      method,
      headers: { ...JSON_TYPE, authorization: `Bearer ${TOKEN}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const kept = response.status < 400 ? this.#answers : this.#problems
    kept.push(`${method} ${path} ${response.status} ${text}`)
  }

  async #listen(): Promise<void> {
    const { body } = await fetch(this.#program.addresses.control + EVENTS_PATH, {
      headers: { authorization: `Bearer ${TOKEN}` },
      signal: this.#abort.signal,
    })
    const decoder = new TextDecoder()
    const read = async (): Promise<void> => {
      for await (const chunk of body ?? []) this.#events.push(decoder.decode(chunk))
    }
    void read().catch(() => undefined)
  }
}

const LISTS = [
  '/api/registrations',
  '/api/tokens',
  '/api/runs',
  '/api/exchanges?limit=500',
  '/api/verdicts?limit=100',
  '/api/replays',
  '/api/replay/threads',
  '/api/replay/secrets',
  '/api/examinations',
]

/** Bodies and headers as a person reads them, without the escapes of the JSON around them. */
function readTexts({ request, response }: Exchange): string {
  return [request, response]
    .flatMap((message) => [message?.body?.text ?? '', ...(message?.headers.flat() ?? [])])
    .join('\n')
}
