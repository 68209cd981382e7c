import { randomUUID } from 'node:crypto'
import * as openid from 'openid-client'
import type { Flow, FlowOrder, Token, TokenOrder } from '#shared/contract/token.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Clock } from '../clock.ts'
import { getDriver } from '../providers/drivers.ts'
import type { RecentMetadata } from '../providers/recent-metadata.ts'
import type { CallContext, Wire } from '../recorder/wire.ts'
import { tokenPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationRecord, TokenRecord } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import {
  type ClientOverride,
  type ConfiguredClient,
  configureClient,
} from './client-configuration.ts'
import { buildParameters } from './token-parameters.ts'
import { createDpopKeys, type DpopKeys, openDpopKeys } from './dpop-keys.ts'
import { hasEnded, orderRenewal } from './renewal.ts'
import { presentToken } from './present-token.ts'
import { explainTokenError } from './explain-token-error.ts'
import { buildTokenRecord, type Obtained } from './token-record.ts'

export interface TokensDeps {
  store: Store
  vault: Vault
  wire: Wire
  clock: Clock
  metadata: RecentMetadata
  /** Where the provider sends the browser back to. */
  callbackUrl: string
}

/** How one request for a token differs from what is usual for its client. */
export interface TokenCall {
  /** How the call is filed, and what ends the waiting for it. */
  context?: CallContext
  override?: ClientOverride
  /** The token that had ended. */
  renewedFrom?: string
}

/** Gets tokens for registered clients, keeps them, and asks the provider about them. */
export interface Tokens {
  list(): Token[]
  /**
   * @throws AppError `TOKEN_REFUSED` in the provider's words, `PROVIDER_REPLY_INVALID`,
   * `PROVIDER_UNREACHABLE`, `DISCOVERY_FAILED`, `STEP_NOT_READY` for a client without credentials.
   */
  request(order: TokenOrder, call?: TokenCall): Promise<Token>
  startFlow(order: FlowOrder): Promise<Flow>
  getFlow(id: string): Flow
  /** The provider's answer came to the callback. @returns The flow it belongs to. */
  finishFlow(url: URL): Promise<Flow>
  introspect(id: string): Promise<Record<string, unknown>>
  revoke(id: string): Promise<void>
  /** The same token while it lives; a new one where the grant lets it renew. */
  renewEnded(id: string): Promise<{ id: string; isNew: boolean }>
  /** The same for who asks for it. @throws AppError `STEP_NOT_READY` where the grant does not let it renew. */
  renew(id: string): Promise<Token>
}

interface Pending {
  flow: Flow
  order: FlowOrder
  client: Client
  verifier: string
  state: string
  nonce: string
  keys: DpopKeys | undefined
}

/** A registered client, and the way to its provider. */
interface Client extends ConfiguredClient {
  registration: RegistrationRecord
  context: CallContext
}

export function createTokens(deps: TokensDeps): Tokens {
  return new KeptTokens(deps)
}

class KeptTokens implements Tokens {
  readonly #deps: TokensDeps
  readonly #flows = new Map<string, Pending>()

  constructor(deps: TokensDeps) {
    this.#deps = deps
  }

  list(): Token[] {
    return this.#deps.store.records('tokens').list().map(presentToken).reverse()
  }

  async request(order: TokenOrder, call: TokenCall = {}): Promise<Token> {
    const client = await this.#configure(order.registration, `Get token (${order.grant})`, call)
    const { config, registration, context } = client
    const keys = await this.#chooseKeys(order)
    const options = keys ? { DPoP: openid.getDPoPHandle(config, keys) } : {}
    const parameters = buildParameters(registration, order)
    const answer = await this.#explain(client, () => {
      if (order.grant === 'client_credentials')
        return openid.clientCredentialsGrant(config, parameters, options)
      if (order.grant === 'refresh_token')
        return openid.refreshTokenGrant(
          config,
          this.#open(order.token, 'refresh_token'),
          parameters,
          options,
        )
      const exchange = {
        ...parameters,
        subject_token: this.#open(order.token, 'access_token'),
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      }
      return openid.genericGrantRequest(config, order.grant, exchange, options)
    })
    return this.#keep({ order, answer, keys, run: context.run, renewedFrom: call.renewedFrom })
  }

  async startFlow(order: FlowOrder): Promise<Flow> {
    const client = await this.#configure(order.registration, `Start ${order.grant}`)
    const keys = order.dpop ? await createDpopKeys() : undefined
    const base = { order, client, keys, state: '', nonce: '', verifier: '' }
    return order.grant === 'authorization_code'
      ? this.#startCode({ ...base, order })
      : this.#startDevice(base)
  }

  getFlow(id: string): Flow {
    const pending = this.#flows.get(id)
    if (pending) return pending.flow
    throw new AppError('RECORD_NOT_FOUND', { detail: `No grant has the id ${id}.` })
  }

  async finishFlow(url: URL): Promise<Flow> {
    const state = url.searchParams.get('state') ?? ''
    const pending = [...this.#flows.values()].find((flow) => flow.state === state && state !== '')
    if (pending?.flow.state !== 'waiting')
      throw new AppError('RECORD_NOT_FOUND', {
        detail: 'No grant waits for this answer: its state is unknown or was used before.',
        hint: 'Start the grant again.',
      })
    const { client, verifier, nonce, order, keys } = pending
    const { config } = client
    await this.#settle(pending, () =>
      openid.authorizationCodeGrant(
        config,
        url,
        {
          pkceCodeVerifier: verifier,
          expectedState: state,
          ...(order.scope.split(' ').includes('openid') && { expectedNonce: nonce }),
        },
        order.resource === undefined ? undefined : { resource: order.resource },
        keys ? { DPoP: openid.getDPoPHandle(config, keys) } : {},
      ),
    )
    return pending.flow
  }

  async introspect(id: string): Promise<Record<string, unknown>> {
    const client = await this.#openClientOf(id, 'Introspect token')
    const answer = await this.#explain(client, () =>
      openid.tokenIntrospection(client.config, this.#open(id, 'access_token')),
    )
    return { ...answer }
  }

  async revoke(id: string): Promise<void> {
    const client = await this.#openClientOf(id, 'Revoke token')
    const record = this.#require(id)
    const field = record.refresh_token === undefined ? 'access_token' : 'refresh_token'
    await this.#explain(client, () => openid.tokenRevocation(client.config, this.#open(id, field)))
    const revoked_at = new Date(this.#deps.clock.now()).toISOString()
    await this.#deps.store.records('tokens').put(id, { ...record, revoked_at })
  }

  async renewEnded(id: string): Promise<{ id: string; isNew: boolean }> {
    const record = this.#require(id)
    const order = hasEnded(record, this.#deps.clock.now()) ? orderRenewal(record) : undefined
    if (!order) return { id, isNew: false }
    return { id: (await this.request(order, { renewedFrom: id })).id, isNew: true }
  }

  async renew(id: string): Promise<Token> {
    const { id: renewed } = await this.renewEnded(id)
    const record = this.#require(renewed)
    if (!hasEnded(record, this.#deps.clock.now())) return presentToken(record)
    throw new AppError('STEP_NOT_READY', {
      detail: 'This token has ended, and it came with nothing that could renew it.',
      hint: 'Start its grant again.',
    })
  }

  async #startCode(
    base: Omit<Pending, 'flow'> & { order: Extract<FlowOrder, { grant: 'authorization_code' }> },
  ): Promise<Flow> {
    const { order, client, keys } = base
    const { config } = client
    const verifier = openid.randomPKCECodeVerifier()
    const [state, nonce] = [openid.randomState(), openid.randomNonce()]
    const parameters = {
      ...buildParameters(client.registration, order),
      redirect_uri: this.#deps.callbackUrl,
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(order.scope.split(' ').includes('offline_access') && { prompt: 'consent' }),
    }
    const url = order.par
      ? await this.#explain(client, () =>
          openid.buildAuthorizationUrlWithPAR(
            config,
            parameters,
            keys ? { DPoP: openid.getDPoPHandle(config, keys) } : {},
          ),
        )
      : openid.buildAuthorizationUrl(config, parameters)
    const flow: Flow = { id: randomUUID(), grant: order.grant, state: 'waiting', url: url.href }
    this.#flows.set(flow.id, { ...base, flow, verifier, state, nonce })
    return flow
  }

  async #startDevice(base: Omit<Pending, 'flow'>): Promise<Flow> {
    const { order, client, keys } = base
    const { config, registration } = client
    const answer = await this.#explain(client, () =>
      openid.initiateDeviceAuthorization(config, buildParameters(registration, order)),
    )
    const flow: Flow = {
      id: randomUUID(),
      grant: order.grant,
      state: 'waiting',
      url: answer.verification_uri_complete ?? answer.verification_uri,
      user_code: answer.user_code,
    }
    const pending = { ...base, flow }
    this.#flows.set(flow.id, pending)
    void this.#settle(pending, () =>
      openid.pollDeviceAuthorizationGrant(
        config,
        answer,
        undefined,
        keys ? { DPoP: openid.getDPoPHandle(config, keys) } : {},
      ),
    ).catch(() => undefined)
    return flow
  }

  /** Ends a flow with a token or with the provider's refusal. */
  async #settle(pending: Pending, act: () => Promise<openid.TokenEndpointResponse>): Promise<void> {
    const { flow, order, keys, client } = pending
    try {
      const answer = await this.#explain(client, act)
      const { id } = await this.#keep({ order, answer, keys, run: client.context.run })
      pending.flow = { ...flow, state: 'done', token: id }
    } catch (thrown) {
      const error = AppError.from(thrown)
      pending.flow = { ...flow, state: 'failed', failure: error.options.detail ?? error.message }
      throw error
    }
  }

  async #keep(obtained: Obtained): Promise<Token> {
    const { store, vault, clock } = this.#deps
    const record = await buildTokenRecord(vault, obtained, clock.now())
    await store.records('tokens').put(record.id, record)
    return presentToken(record)
  }

  async #configure(id: string, label: string, call: TokenCall = {}): Promise<Client> {
    const registration = this.#requireClient(id)
    const usual: CallContext = { run: registration.run, from: 'app', to: 'idp', label }
    const { context = usual, override } = call
    const configured = await configureClient(this.#deps, registration, { context, override })
    return { ...configured, registration, context }
  }

  #openClientOf(id: string, label: string): Promise<Client> {
    return this.#configure(this.#require(id).registration ?? '', label)
  }

  /** A refreshed token stays bound to the key of the one before. */
  async #chooseKeys(order: TokenOrder): Promise<DpopKeys | undefined> {
    const known =
      order.grant === 'refresh_token'
        ? await openDpopKeys(this.#deps.vault, this.#require(order.token))
        : undefined
    return known ?? (order.dpop ? createDpopKeys() : undefined)
  }

  async #explain<T>(client: Client, act: () => Promise<T>): Promise<T> {
    try {
      return await act()
    } catch (thrown) {
      const { provider, idp_host } = client.registration
      // The provider may have moved an endpoint: its metadata is read again the next time.
      this.#deps.metadata.doubt(idp_host)
      throw explainTokenError(thrown, { driver: getDriver(provider), answer: client.lastAnswer() })
    }
  }

  #open(id: string, field: 'access_token' | 'refresh_token'): string {
    const sealed = this.#require(id)[field]
    if (sealed !== undefined) return this.#deps.vault.open(sealed, tokenPlace(id, field))
    throw new AppError('SECRET_NOT_FOUND', {
      detail: `The token has no ${field.replace('_', ' ')}.`,
    })
  }

  #require(id: string): TokenRecord {
    const record = this.#deps.store.records('tokens').get(id)
    if (record) return record
    throw new AppError('RECORD_NOT_FOUND', { detail: `No token has the id ${id}.` })
  }

  #requireClient(id: string): RegistrationRecord {
    const record = this.#deps.store.records('registrations').get(id)
    if (record) return record
    throw new AppError('RECORD_NOT_FOUND', { detail: `No registration has the id ${id}.` })
  }
}
