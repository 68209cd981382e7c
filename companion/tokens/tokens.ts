import * as openid from 'openid-client'
import type { Flow, FlowOrder, Token, TokenOrder } from '#shared/contract/token.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { ProviderCall } from '../providers/driver.ts'
import type { TokenOutline, TokenRecord } from '../store/schema.ts'
import { bindTo, createDpopKeys, type DpopKeys, openDpopKeys } from './dpop-keys.ts'
import { openToken } from './open-token.ts'
import { presentToken } from './present-token.ts'
import {
  callProvider,
  type ClientCall,
  openClient,
  type ProviderClient,
} from './client/provider-client.ts'
import { hasEnded, isDue, orderRenewal } from './renewal.ts'
import { createTokenFlows, type TokenFlows, type TokenFlowsDeps } from './token-flows.ts'
import { buildParameters } from './token-parameters.ts'
import { keepToken } from './token-record.ts'

/** How one token request differs from the client's usual one. */
export interface TokenCall extends Partial<ClientCall> {
  /** The ended token that the new one replaces. */
  renewedFrom?: string
}

/** Gets tokens for registered clients, stores them, and introspects and revokes them at the provider. */
export interface Tokens extends TokenFlows {
  /** What is known of each token without reading it; the oldest first. */
  outlines(): readonly TokenOutline[]
  /** @throws AppError `RECORD_NOT_FOUND`. */
  get(id: string): Token
  /**
   * @throws AppError `TOKEN_REFUSED` in the provider's words, `PROVIDER_REPLY_INVALID`,
   * `PROVIDER_UNREACHABLE`, `DISCOVERY_FAILED`, `STEP_NOT_READY` for a client without credentials.
   */
  request(order: TokenOrder, call?: TokenCall): Promise<Token>
  introspect(id: string): Promise<Record<string, unknown>>
  revoke(id: string): Promise<void>
  /** Removes what is kept of a token; at the provider the token stays as it is. */
  forget(id: string): Promise<void>
  /** As `renewEnded`, but a token that has ended stays as it is, so that its call is seen refused. */
  renewDue(id: string, call?: TokenCall): Promise<{ id: string; isNew: boolean }>
  /** The same token while it lives; a new one from shortly before its end, where the grant lets it renew. */
  renewEnded(id: string, call?: TokenCall): Promise<{ id: string; isNew: boolean }>
  /**
   * Renews a token on request. @throws AppError `STEP_NOT_READY` where the grant does not allow a renewal.
   */
  renew(id: string): Promise<Token>
}

export function createTokens(deps: TokenFlowsDeps): Tokens {
  return new KeptTokens(deps)
}

/** @see [RFC 7523 §2.1](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.1) */
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

class KeptTokens implements Tokens {
  readonly #deps: TokenFlowsDeps
  readonly #flows: TokenFlows
  readonly #renewals = new Map<string, Promise<Token>>()

  constructor(deps: TokenFlowsDeps) {
    this.#deps = deps
    this.#flows = createTokenFlows(deps)
  }

  outlines(): readonly TokenOutline[] {
    return this.#deps.tables.records('tokens').outlines()
  }

  get(id: string): Token {
    return presentToken(this.#deps.tables.records('tokens').require(id))
  }

  async request(order: TokenOrder, call: TokenCall = {}): Promise<Token> {
    const label = `Get token (${order.grant})`
    const client = await openClient(this.#deps, order.registration, { label, ...call })
    const { config, registration, context } = client
    const keys = await this.#chooseKeys(order)
    const options = bindTo(config, keys)
    const parameters = buildParameters(registration, order)
    const answer = await callProvider(this.#deps, client, () => {
      if (order.grant === 'client_credentials')
        return openid.clientCredentialsGrant(config, parameters, options)
      if (order.grant === 'refresh_token')
        return openid.refreshTokenGrant(
          config,
          openToken(this.#deps, order.token, 'refresh_token'),
          parameters,
          options,
        )
      if (order.grant === JWT_BEARER)
        return openid.genericGrantRequest(
          config,
          order.grant,
          { ...parameters, assertion: order.assertion },
          options,
        )
      const exchange = {
        ...parameters,
        subject_token: openToken(this.#deps, order.token, 'access_token'),
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      }
      return openid.genericGrantRequest(config, order.grant, exchange, options)
    })
    const { renewedFrom } = call
    return keepToken(this.#deps, { order, answer, keys, run: context.run, renewedFrom })
  }

  startFlow(order: FlowOrder, call?: Partial<ClientCall>): Promise<Flow> {
    return this.#flows.startFlow(order, call)
  }

  getFlow(id: string): Flow {
    return this.#flows.getFlow(id)
  }

  finishFlow(url: URL): Promise<Flow> {
    return this.#flows.finishFlow(url)
  }

  async introspect(id: string): Promise<Record<string, unknown>> {
    const client = await this.#openClientOf(id, 'introspection', 'Introspect token')
    const answer = await callProvider(this.#deps, client, () =>
      openid.tokenIntrospection(client.config, openToken(this.#deps, id, 'access_token')),
    )
    return { ...answer }
  }

  async revoke(id: string): Promise<void> {
    const client = await this.#openClientOf(id, 'revocation', 'Revoke token')
    const record = this.#require(id)
    const field = record.refresh_token === undefined ? 'access_token' : 'refresh_token'
    await callProvider(this.#deps, client, () =>
      openid.tokenRevocation(client.config, openToken(this.#deps, id, field)),
    )
    const revoked_at = new Date(this.#deps.clock.now()).toISOString()
    await this.#deps.tables.transact((transaction) =>
      transaction.put('tokens', id, { ...transaction.require('tokens', id), revoked_at }),
    )
  }

  forget(id: string): Promise<void> {
    return this.#deps.tables.transact((transaction) => transaction.delete('tokens', id))
  }

  async renewDue(id: string, call: TokenCall = {}): Promise<{ id: string; isNew: boolean }> {
    if (hasEnded(this.#require(id), this.#deps.clock.now())) return { id, isNew: false }
    return this.renewEnded(id, call)
  }

  async renewEnded(id: string, call: TokenCall = {}): Promise<{ id: string; isNew: boolean }> {
    const record = this.#require(id)
    const order = isDue(record, this.#deps.clock.now()) ? orderRenewal(record) : undefined
    if (!order) return { id, isNew: false }
    // A refresh token may be good for one use: who comes at the same time, or later, shares its token.
    const successor = this.#findSuccessor(id)
    if (successor !== undefined) return { ...(await this.renewEnded(successor, call)), isNew: true }
    const renewal = this.#renewals.get(id) ?? this.request(order, { ...call, renewedFrom: id })
    this.#renewals.set(id, renewal)
    try {
      return { id: (await renewal).id, isNew: true }
    } finally {
      this.#renewals.delete(id)
    }
  }

  /** The token that this one was renewed to, unless the provider was told to revoke it. */
  #findSuccessor(id: string): string | undefined {
    return this.outlines().findLast(
      ({ renewed_from, revoked_at }) => renewed_from === id && revoked_at === undefined,
    )?.id
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

  #require(id: string): TokenRecord {
    return this.#deps.tables.records('tokens').require(id)
  }

  #openClientOf(id: string, call: ProviderCall, label: string): Promise<ProviderClient> {
    const { registration = '' } = this.#require(id)
    return openClient(this.#deps, registration, { label, call })
  }

  /** A refreshed token stays bound to the key of its predecessor. */
  async #chooseKeys(order: TokenOrder): Promise<DpopKeys | undefined> {
    const known =
      order.grant === 'refresh_token'
        ? await openDpopKeys(this.#deps.vault, this.#require(order.token))
        : undefined
    return known ?? (order.dpop ? createDpopKeys() : undefined)
  }
}
