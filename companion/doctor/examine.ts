import { randomUUID } from 'node:crypto'
import type { ClientBehaviour, ExamineOrder } from '#shared/contract/doctor.ts'
import type { Registration } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Clock } from '../clock/clock.ts'
import { discover } from '../providers/discovery.ts'
import type { Driver } from '../providers/driver.ts'
import { getDriver } from '../providers/drivers.ts'
import { readProviderError } from '../providers/provider-error.ts'
import type { CallContext, HttpClient, HttpAnswer } from '../outgoing/http-client.ts'
import type { Registrar } from '../registrar/registrar.ts'
import { ALIVE } from '../registrar/sweep.ts'
import type { RegistrationOutline } from '../store/schema.ts'
import type { Evidence, Seen } from './evidence.ts'
import type { ApiProbe } from './probes/api-probe.ts'
import { buildTokenRequest, describeKeys, readMethod, readToken } from './probes/token-probe.ts'
import { probeConnection } from './probes/connection-probe.ts'
import { probeManagement } from './probes/management-probe.ts'
import { buildProbeMetadata } from './probes/probe-metadata.ts'
import type { DoctorTarget } from './target.ts'

export interface ExamineDeps {
  http: HttpClient
  registrar: Registrar
  clock: Clock
  /** The secret of a registration, in plain. */
  readSecret: (
    registration: string,
    field: 'client_secret' | 'registration_access_token',
  ) => string | undefined
  hasDeveloper: (id: string) => boolean
  apiProbe: ApiProbe
}

/**
 * Errors that end the examination as a finding; other errors are mistakes of the order or of this program.
 */
const IS_ABOUT_PROVIDER = new Set<AppError['code']>([
  'ADDRESS_REFUSED',
  'PROVIDER_REJECTED',
  'PROVIDER_REPLY_INVALID',
  'PROVIDER_UNREACHABLE',
])

type WalkOrder = Pick<ExamineOrder, 'client' | 'api'>

/** Makes the calls of a client once, with the ordered behaviour, and collects the evidence. */
export class Walk {
  readonly evidence: Evidence
  readonly exchanges: string[] = []
  /** All clients that were registered during the examination. */
  readonly registered: string[] = []
  readonly #deps: ExamineDeps
  readonly #target: DoctorTarget
  readonly #driver: Driver
  readonly #behaviour: ClientBehaviour
  readonly #api: ExamineOrder['api']
  readonly #name = `DCR Lab doctor ${randomUUID().slice(0, 8)}`

  constructor(deps: ExamineDeps, target: DoctorTarget, { client: behaviour, api }: WalkOrder) {
    this.#deps = deps
    this.#api = api
    this.#target = target
    this.#driver = getDriver(target.provider)
    this.#behaviour = behaviour
    this.evidence = {
      driver: this.#driver,
      behaviour,
      nowSeconds: Math.floor(deps.clock.now() / 1000),
      namesakes: 0,
      survivors: [],
      orphans: [],
    }
  }

  /** Makes calls until the provider refuses one. */
  async go(): Promise<void> {
    try {
      if (!(await this.#connect())) return
      if (!(await this.#discover())) return
      await this.#tryPreflight()
      await this.#tryWithoutToken()
      const client = await this.#register()
      if (!client) return
      if (this.#driver.management.credential !== 'none') await this.#manage(client)
      const token = await this.#getToken(client)
      await this.#readKeys()
      if (token !== undefined) await this.#callApi(token)
      this.#countLiving()
    } catch (thrown) {
      const error = AppError.from(thrown)
      if (!IS_ABOUT_PROVIDER.has(error.code)) throw error
      this.evidence.unreachable = error.options.detail ?? error.message
    }
  }

  async #connect(): Promise<boolean> {
    const connection = await probeConnection(new URL(this.#target.host))
    this.evidence.connection = connection
    const { lookupFailure, connectFailure, tls } = connection
    return (lookupFailure ?? connectFailure ?? tls?.handshakeFailure) === undefined
  }

  async #discover(): Promise<boolean> {
    try {
      this.evidence.discovery = await discover(
        this.#recording(),
        this.#call('Discover endpoints'),
        this.#target,
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
    const token = has_made_up_token ? 'a-token-that-was-never-issued' : minted
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
      metadata: buildProbeMetadata({
        driver: this.#driver,
        target: this.#target,
        behaviour: this.#behaviour,
        name: this.#name,
        registrationUrl: this.#registrationUrl(),
        supportedGrants: this.evidence.discovery?.grant_types_supported,
      }),
      ...(this.#behaviour.loses_its_app && { developer: randomUUID() }),
    })
    this.exchanges.push(outcome.answer.exchange)
    this.registered.push(outcome.registration.id)
    return outcome
  }

  /**
   * Makes the provider-specific calls that a client needs before its token; a refusal shows at the token
   * request.
   */
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
    this.evidence.management = await probeManagement(
      { ...this.#deps, send: (label, request) => this.#send(label, request) },
      { id, keepsOldToken: this.#behaviour.keeps_old_token },
    )
  }

  /** @returns The access token, when there is one. */
  async #getToken({ id }: Registration): Promise<string | undefined> {
    const { registrar, clock, readSecret } = this.#deps
    const { is_deleted_before_token, waits_seconds, ignores_granted_method } = this.#behaviour
    const { client_id = '', granted, asked } = registrar.get(id) ?? {}
    const secret = readSecret(id, 'client_secret')
    const url = this.evidence.discovery?.token_endpoint
    if (url === undefined || secret === undefined) return undefined
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
      if (answer.status !== 200) return undefined
      const { access_token, ...seen } = readToken(answer.text)
      Object.assign(this.evidence, seen)
      return access_token
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

  async #callApi(token: string): Promise<void> {
    const { discovery } = this.evidence
    if (discovery?.jwks_uri === undefined) return
    const { exchanges, ...call } = await this.#deps.apiProbe.call(this.#api, {
      token,
      issuer: discovery.issuer,
      jwksUri: discovery.jwks_uri,
      identityClaim: this.#driver.claims.identity,
      audience: this.#behaviour.expects_audience,
    })
    this.exchanges.push(...exchanges)
    this.evidence.call = call
  }

  #countLiving(): void {
    const { registrar, hasDeveloper } = this.#deps
    const url = this.#registrationUrl()
    const isLiving = ({ state, registration_endpoint }: RegistrationOutline): boolean =>
      ALIVE.includes(state) && registration_endpoint === url
    // Of a large ledger no more is read than is told.
    this.evidence.namesakes = registrar
      .outlines()
      .filter((one) => one.client_name === this.#name && isLiving(one)).length
    this.evidence.orphans = registrar.filter(
      (one) => one.developer !== undefined && !hasDeveloper(one.developer) && isLiving(one),
    )
  }

  #registrationUrl(): string {
    const { discovery } = this.evidence
    return this.#behaviour.skips_discovery
      ? `${new URL(this.#target.host).origin}/register`
      : (discovery?.registration_endpoint ?? '')
  }

  async #send(label: string, request: Parameters<HttpClient['send']>[1]): Promise<HttpAnswer> {
    return this.#recording().send(this.#call(label), {
      ...request,
      headers: { accept: 'application/json', ...request.headers },
    })
  }

  #recording(): HttpClient {
    return {
      send: async (context, request) => {
        const answer = await this.#deps.http.send(context, request)
        this.exchanges.push(answer.exchange)
        return answer
      },
    }
  }

  #call(label: string): CallContext {
    return { from: 'registrar', to: 'idp', label }
  }
}

function describe(url: string, { status, text }: HttpAnswer): Seen {
  return { url, text, ...readProviderError(status, text) }
}
