import { randomUUID } from 'node:crypto'
import type { ClientBehaviour } from '#shared/contract/doctor.ts'
import type { Registration } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { ClientMetadata } from '#shared/oauth/client-metadata.ts'
import type { Clock } from '../clock.ts'
import { discover } from '../providers/discovery.ts'
import type { Driver } from '../providers/driver.ts'
import { getDriver } from '../providers/drivers.ts'
import { readProviderError } from '../providers/provider-error.ts'
import type { CallContext, Wire, WireAnswer } from '../recorder/wire.ts'
import type { Registrar } from '../registrar/registrar.ts'
import { ALIVE } from '../registrar/sweep.ts'
import type { Evidence, Seen } from './evidence.ts'
import { buildTokenRequest, describeKeys, readMethod, readToken } from './token-probe.ts'
import type { DoctorTarget } from './target.ts'

export interface ExamineDeps {
  wire: Wire
  registrar: Registrar
  clock: Clock
  /** The secret of a registration, in plain. */
  readSecret: (
    registration: string,
    field: 'client_secret' | 'registration_access_token',
  ) => string | undefined
  hasDeveloper: (id: string) => boolean
}

/** Walks the way of a client once, behaving as told, and gathers what it sees. */
export class Walk {
  readonly evidence: Evidence
  readonly exchanges: string[] = []
  /** Everything that was registered on the way. */
  readonly registered: string[] = []
  readonly #deps: ExamineDeps
  readonly #target: DoctorTarget
  readonly #driver: Driver
  readonly #behaviour: ClientBehaviour
  readonly #name = `DCR Lab doctor ${randomUUID().slice(0, 8)}`

  constructor(deps: ExamineDeps, target: DoctorTarget, behaviour: ClientBehaviour) {
    this.#deps = deps
    this.#target = target
    this.#driver = getDriver(target.provider)
    this.#behaviour = behaviour
    this.evidence = {
      driver: this.#driver,
      behaviour,
      nowSeconds: Math.floor(deps.clock.now() / 1000),
      namesakes: 0,
      orphans: [],
    }
  }

  /** Goes as far as the provider lets it. */
  async go(): Promise<void> {
    try {
      if (!(await this.#discover())) return
      await this.#tryPreflight()
      await this.#tryWithoutToken()
      const client = await this.#register()
      if (!client) return
      await this.#manage(client)
      await this.#getToken(client)
      await this.#readKeys()
      this.#countLiving()
    } catch (thrown) {
      const error = AppError.from(thrown)
      if (error.code === 'INTERNAL') throw error
      this.evidence.unreachable = error.options.detail ?? error.message
    }
  }

  async #discover(): Promise<boolean> {
    try {
      this.evidence.discovery = await discover(
        this.#recording(),
        this.#call('Discover endpoints'),
        this.#target.host,
      )
    } catch (thrown) {
      const error = AppError.from(thrown)
      if (error.code !== 'DISCOVERY_FAILED') throw error
      this.evidence.discoveryFailure = error.options.detail ?? error.message
    }
    const { discovery } = this.evidence
    return (
      discovery !== undefined &&
      (discovery.registration_endpoint !== undefined || this.#behaviour.skips_discovery)
    )
  }

  async #tryPreflight(): Promise<void> {
    if (this.#behaviour.kind !== 'browser') return
    const answer = await this.#send('Ask for CORS', {
      method: 'OPTIONS',
      url: this.#registrationUrl(),
      headers: {
        origin: 'https://tool.dcr-lab.test',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    const allowed = answer.headers.find(([name]) => name === 'access-control-allow-origin')
    this.evidence.preflight = { status: answer.status, allowedOrigin: allowed?.[1] }
  }

  async #tryWithoutToken(): Promise<void> {
    if (!this.#behaviour.tries_without_token) return
    const { answer } = await this.#registerOnce('', undefined)
    this.evidence.anonymousStatus = answer.status
  }

  async #register(): Promise<Registration | undefined> {
    const { has_token, has_made_up_token, sends_token, scheme } = this.#behaviour
    const minted = has_token ? await this.#target.mintToken() : undefined
    const token = has_made_up_token ? 'a-token-that-nobody-minted' : minted
    const isSent = token !== undefined && sends_token && !this.#driver.isOpen
    const own = token === undefined ? '' : this.#driver.authorize(token)
    const authorization = isSent ? (scheme === undefined ? own : `${scheme} ${token}`) : ''
    let last: Awaited<ReturnType<Registrar['registerAt']>> | undefined
    for (let connect = 0; connect < this.#behaviour.connects; connect += 1)
      last = await this.#registerOnce(authorization, minted)
    if (!last) return undefined
    const { registration, answer } = last
    this.evidence.registration = {
      seen: describe(this.#registrationUrl(), answer),
      scheme: authorization.split(' ')[0] ?? '',
      hadToken: minted !== undefined && !this.#driver.isOpen,
      asked: registration.asked,
      ...(registration.granted && { granted: registration.granted }),
      hasSecret: registration.client_secret !== undefined,
    }
    if (registration.state !== 'active') return undefined
    await this.#followUp(registration, minted)
    return registration
  }

  async #registerOnce(authorization: string, token: string | undefined) {
    const outcome = await this.#deps.registrar.registerAt({
      origin: 'doctor',
      provider: this.#target.provider,
      idp_host: this.#target.host,
      registration_endpoint: this.#registrationUrl(),
      initialAccessToken: token,
      authorization,
      metadata: this.#buildMetadata(),
      ...(this.#behaviour.loses_its_app && { developer: randomUUID() }),
    })
    this.exchanges.push(outcome.answer.exchange)
    this.registered.push(outcome.registration.id)
    return outcome
  }

  #buildMetadata(): ClientMetadata {
    const { discovery } = this.evidence
    const { copies_supported_grants, metadata } = this.#behaviour
    const built = this.#driver.buildMetadata({
      client_name: this.#name,
      redirect_uris: [],
      options: {
        provider: this.#target.provider,
        grant_types: ['client_credentials'],
        response_types: [],
        token_endpoint_auth_method: 'client_secret_post',
        idp_host: this.#target.host,
        registration_endpoint: this.#registrationUrl(),
      },
    })
    const copied = discovery?.grant_types_supported
    return {
      ...built,
      ...(copies_supported_grants && copied && { grant_types: copied }),
      ...metadata,
    }
  }

  /** What has to follow before the client can get a token; a refusal shows at the token. */
  async #followUp({ client_id }: Registration, token: string | undefined): Promise<void> {
    for (const { label, request } of this.#driver.followUps) {
      if (!request || token === undefined || client_id === undefined) continue
      const { host: idp_host, audience } = this.#target
      const { method, url, body } = request({ client_id, idp_host, audience })
      await this.#send(label, {
        method,
        url,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      })
    }
  }

  async #manage({ id }: Registration): Promise<void> {
    const { registrar, readSecret } = this.#deps
    if (this.#driver.management.credential === 'none') return
    const management: NonNullable<Evidence['management']> = {
      hasNewTokenOnRead: false,
      hasNewTokenOnUpdate: false,
    }
    this.evidence.management = management
    try {
      const { hasNewToken } = await registrar.read(id)
      management.read = 200
      management.hasNewTokenOnRead = hasNewToken
    } catch (thrown) {
      const status = /answered (\d+)/.exec(AppError.from(thrown).message)?.[1]
      if (status !== undefined) management.read = Number(status)
    }
    if (!this.#behaviour.keeps_old_token || management.read !== 200) return
    const before = readSecret(id, 'registration_access_token')
    const updated = await registrar.update(id, { ...registrar.get(id)?.granted })
    management.hasNewTokenOnUpdate = readSecret(id, 'registration_access_token') !== before
    if (!management.hasNewTokenOnUpdate || updated.registration_client_uri === undefined) return
    const answer = await this.#send('Read client with the old token', {
      method: 'GET',
      url: updated.registration_client_uri,
      headers: { authorization: `Bearer ${before}` },
    })
    management.oldTokenStatus = answer.status
  }

  async #getToken({ id }: Registration): Promise<void> {
    const { registrar, clock, readSecret } = this.#deps
    const { is_deleted_before_token, waits_seconds, ignores_granted_method } = this.#behaviour
    const { client_id = '', granted, asked } = registrar.get(id) ?? {}
    const secret = readSecret(id, 'client_secret')
    const url = this.evidence.discovery?.token_endpoint
    if (url === undefined || secret === undefined) return
    if (is_deleted_before_token) await registrar.remove(id)
    const offset = clock.offset()
    if (waits_seconds > 0) clock.moveTo(offset + waits_seconds)
    this.evidence.nowSeconds = Math.floor(clock.now() / 1000)
    try {
      const source = ignores_granted_method ? asked : granted
      const method = readMethod(source)
      const answer = await this.#send(
        'Get token',
        buildTokenRequest(url, {
          client_id,
          secret,
          method,
          scope: this.#behaviour.scope,
          parameters: this.#driver.tokenParameters(this.#target.audience),
        }),
      )
      this.evidence.token = {
        seen: describe(url, answer),
        method,
        isClientGone: is_deleted_before_token,
      }
      if (answer.status === 200) Object.assign(this.evidence, readToken(answer.text))
    } finally {
      clock.moveTo(offset)
    }
  }

  async #readKeys(): Promise<void> {
    const url = this.evidence.discovery?.jwks_uri
    if (url === undefined) return
    const start = performance.now()
    const answer = await this.#send('Get key set', { method: 'GET', url, headers: {} })
    this.evidence.keys = describeKeys(url, answer, Math.round(performance.now() - start))
  }

  #countLiving(): void {
    const { registrar, hasDeveloper } = this.#deps
    const living = registrar
      .list()
      .filter(
        ({ state, registration_endpoint }) =>
          ALIVE.includes(state) && registration_endpoint === this.#registrationUrl(),
      )
    this.evidence.namesakes = living.filter(({ client_name }) => client_name === this.#name).length
    this.evidence.orphans = living.filter(
      ({ developer }) => developer !== undefined && !hasDeveloper(developer),
    )
  }

  #registrationUrl(): string {
    const { discovery } = this.evidence
    return this.#behaviour.skips_discovery
      ? `${new URL(this.#target.host).origin}/register`
      : (discovery?.registration_endpoint ?? '')
  }

  async #send(label: string, request: Parameters<Wire['send']>[1]): Promise<WireAnswer> {
    return this.#recording().send(this.#call(label), {
      ...request,
      headers: { accept: 'application/json', ...request.headers },
    })
  }

  #recording(): Wire {
    return {
      send: async (context, request) => {
        const answer = await this.#deps.wire.send(context, request)
        this.exchanges.push(answer.exchange)
        return answer
      },
    }
  }

  #call(label: string): CallContext {
    return { from: 'registrar', to: 'idp', label }
  }
}

function describe(url: string, { status, text }: WireAnswer): Seen {
  return { url, text, ...readProviderError(status, text) }
}
