import { randomUUID } from 'node:crypto'
import type { ExamineOrder } from '#shared/contract/doctor.ts'
import type { Registration } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { discover } from '../providers/discovery.ts'
import { getDriver } from '../providers/drivers.ts'
import { ALIVE } from '../registrar/sweep.ts'
import type { RegistrationOutline } from '../store/schema.ts'
import type { Evidence, Stage } from './evidence.ts'
import { probePreflight } from './probes/browser-probe.ts'
import { probeConnection } from './probes/connection-probe.ts'
import { probeIntrospection, probeKeys, probeToken } from './probes/get-token.ts'
import { probeManagement } from './probes/management-probe.ts'
import { probeRegistration, probeWithoutToken } from './probes/registration-probe.ts'
import { probeResource } from './probes/resource-probe.ts'
import type { DoctorTarget } from './target.ts'
import { describeFailed, describeOwn, takeOwn, takeRefusal } from './subject/take-subject.ts'
import type { Subject } from './subject/find-subject.ts'
import { type ExamineDeps, fileCall, findRegistrationUrl, type WalkTools } from './walk-tools.ts'

/** Mistakes of the order, and a disk that cannot be written: no finding about the provider. */
const IS_ABOUT_ORDER = new Set<AppError['code']>([
  'INPUT_INVALID',
  'RECORD_NOT_FOUND',
  'STORE_WRITE_FAILED',
])

const KINDS: Partial<Record<AppError['code'], 'unanswered' | 'address-refused'>> = {
  PROVIDER_UNREACHABLE: 'unanswered',
  ADDRESS_REFUSED: 'address-refused',
}

/** Makes the calls of a client once, with the ordered behaviour, and collects the evidence. */
export class Walk {
  /** The exchanges of every call that was made, in their order. */
  readonly exchanges: string[] = []
  readonly #tools: WalkTools
  readonly #api: ExamineOrder['api']
  readonly #subject: Subject

  constructor(deps: ExamineDeps, target: DoctorTarget, subject: Subject) {
    const { client: behaviour, api } = subject.order
    this.#api = api
    this.#subject = subject
    const driver = getDriver(target.provider)
    this.#tools = {
      deps,
      target: { ...target },
      driver,
      behaviour,
      name: `DCR Lab doctor ${randomUUID().slice(0, 8)}`,
      isOwn: subject.own !== undefined,
      registered: [],
      evidence: {
        driver,
        behaviour,
        nowSeconds: Math.floor(deps.clock.now() / 1000),
        failures: [],
        namesakes: 0,
        survivors: [],
        undeleted: [],
        gone: 0,
        orphans: [],
        ...describeOwn(subject),
        ...describeFailed(subject),
      },
    }
  }

  get evidence(): Evidence {
    return this.#tools.evidence
  }

  /** All clients that were registered during the examination. */
  get registered(): readonly string[] {
    return this.#tools.registered
  }

  /**
   * Makes the calls until one of them leaves nothing to go on with. What fails in a stage is kept as evidence,
   * beside what was seen before.
   *
   * @throws AppError `INPUT_INVALID`, `RECORD_NOT_FOUND`, `STORE_WRITE_FAILED`.
   */
  async go(): Promise<void> {
    const tools = this.#tools
    if ((await this.#guard('network', () => this.#connect())) !== true) return
    const { own, refusal } = this.#subject
    if ((await this.#guard('discovery', () => this.#discover(own))) !== true) return
    if (own) return this.#useOwn(own)
    if (refusal) return takeRefusal(tools, refusal)
    await this.#guard('registration', () => probePreflight(tools))
    await this.#guard('registration', () => probeWithoutToken(tools))
    const client = await this.#guard('registration', () => probeRegistration(tools))
    if (client) await this.#use(client)
    this.#countLiving()
  }

  async #use(client: Registration): Promise<void> {
    const tools = this.#tools
    if (tools.driver.management.credential !== 'none')
      await this.#guard('management', () => probeManagement(tools, client))
    await this.#useToken(client)
  }

  /**
   * A client of a person's own is neither read nor changed: a provider may replace its registration access
   * token at each of these calls.
   */
  async #useOwn(own: Registration): Promise<void> {
    if (own.state === 'deleted') return
    takeOwn(this.#tools, own)
    await this.#useToken(own)
  }

  async #useToken(client: Registration): Promise<void> {
    const tools = this.#tools
    const token = await this.#guard('token', () => probeToken(tools, client))
    await this.#guard('keys', () => probeKeys(tools))
    if (token === undefined) return
    await this.#guard('token', () => probeIntrospection(tools, client, token))
    await this.#guard('gateway', () => this.#callApi(token))
  }

  async #guard<T>(stage: Stage, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (thrown) {
      const error = AppError.from(thrown)
      if (IS_ABOUT_ORDER.has(error.code)) throw error
      const kind = KINDS[error.code] ?? 'unfinished'
      const failure = tellFailure(error)
      const isEarly = stage === 'network' || stage === 'discovery'
      if (isEarly && kind === 'unanswered') this.evidence.unreachable = failure
      else this.evidence.failures.push({ stage, kind, failure })
      return undefined
    }
  }

  async #connect(): Promise<boolean> {
    const connection = await probeConnection(
      new URL(this.#tools.target.host),
      this.#tools.deps.findTls,
    )
    this.evidence.connection = connection
    const { lookupFailure, connectFailure, tls } = connection
    return (lookupFailure ?? connectFailure ?? tls?.handshakeFailure) === undefined
  }

  /** A client that is there needs no registration endpoint. */
  async #discover(own?: Registration): Promise<boolean> {
    await this.#followResource()
    await this.#readMetadata()
    const { discovery } = this.evidence
    return (
      discovery !== undefined &&
      (own !== undefined ||
        discovery.registration_endpoint !== undefined ||
        this.#tools.behaviour.skips_discovery)
    )
  }

  /** An MCP host is given the address of a resource, whose metadata lead to the authorization server. */
  async #followResource(): Promise<void> {
    const { target, behaviour, evidence } = this.#tools
    if (behaviour.kind !== 'mcp_host') return
    const resource = await probeResource(this.#tools)
    if (!resource) return
    evidence.resource = resource
    const [server] = resource.servers ?? []
    if (server === undefined) return
    // A token that was given for one address does not follow a document to another.
    if (new URL(server).origin !== new URL(target.host).origin)
      target.mintToken = async () => undefined
    target.host = server.replace(/\/+$/, '')
  }

  /** Older MCP hosts look for metadata at the origin of a resource that publishes none. */
  async #readMetadata(): Promise<void> {
    const { target, evidence } = this.#tools
    await this.#tryMetadata()
    const { resource } = evidence
    const { origin } = new URL(target.host)
    if (evidence.discovery || !resource || resource.source !== undefined) return
    if (origin === target.host) return
    const failure = evidence.discoveryFailure
    target.host = origin
    await this.#tryMetadata()
    const found = this.evidence.discovery
    if (found) resource.guessed = found.issuer
    else if (failure !== undefined) evidence.discoveryFailure = failure
  }

  async #tryMetadata(): Promise<void> {
    const { deps, target, evidence, isOwn } = this.#tools
    try {
      evidence.discovery = await discover(deps.http, fileCall('Discover endpoints', isOwn), target)
      delete evidence.discoveryFailure
    } catch (thrown) {
      const error = AppError.from(thrown)
      if (error.code !== 'DISCOVERY_FAILED') throw error
      evidence.discoveryFailure = error.options.detail ?? error.message
    }
  }

  async #callApi(token: string): Promise<void> {
    const { deps, driver, behaviour, evidence } = this.#tools
    const { discovery } = evidence
    if (discovery?.jwks_uri === undefined) return
    const { exchanges, ...call } = await deps.apiProbe.call(this.#api, {
      token,
      issuer: discovery.issuer,
      jwksUri: discovery.jwks_uri,
      identityClaim: driver.claims.identity,
      audience: behaviour.expects_audience,
    })
    this.exchanges.push(...exchanges)
    evidence.call = call
  }

  #countLiving(): void {
    const { registrar, hasDeveloper } = this.#tools.deps
    const url = findRegistrationUrl(this.#tools)
    const isLiving = ({ state, registration_endpoint }: RegistrationOutline): boolean =>
      ALIVE.includes(state) && registration_endpoint === url
    // Of a large ledger no more is read than is told.
    this.evidence.namesakes = registrar
      .outlines()
      .filter((one) => one.client_name === this.#tools.name && isLiving(one)).length
    this.evidence.orphans = registrar.filter(
      (one) =>
        one.developer !== undefined &&
        !hasDeveloper(one.developer) &&
        isLiving(one) &&
        // Where the provider deletes no clients there is nothing to sweep.
        registrar.canManage(one.id),
    )
  }
}

/** In words; of an error of this program itself the words of its cause. */
function tellFailure({ code, options, cause, message }: AppError): string {
  const own = code === 'INTERNAL' && cause instanceof Error ? cause.message : message
  return options.detail ?? own
}
