import type { Tables } from '../store/tables.ts'
import { randomUUID } from 'node:crypto'
import * as openid from 'openid-client'
import type { Flow, FlowOrder } from '#shared/contract/token.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { bindTo, createDpopKeys, type DpopKeys } from './dpop-keys.ts'
import {
  callProvider,
  type ClientCall,
  openClient,
  type ProviderClient,
  type ProviderClientDeps,
} from './client/provider-client.ts'
import { buildParameters } from './token-parameters.ts'
import { keepToken } from './token-record.ts'

export interface TokenFlowsDeps extends ProviderClientDeps {
  tables: Tables<'tokens'>
  /** The redirect URI of this companion. */
  callbackUrl: string
}

/** Grants with a user, from the start of the grant to its token. */
export interface TokenFlows {
  /** @param call - How the requests are filed, and metadata that is known already. */
  startFlow(order: FlowOrder, call?: Partial<ClientCall>): Promise<Flow>
  getFlow(id: string): Flow
  /** Handles the provider's answer to the redirect URI. @returns The flow that the answer belongs to. */
  finishFlow(url: URL): Promise<Flow>
}

interface Pending {
  flow: Flow
  order: FlowOrder
  client: ProviderClient
  verifier: string
  state: string
  nonce: string
  keys: DpopKeys | undefined
}

export function createTokenFlows(deps: TokenFlowsDeps): TokenFlows {
  return new PendingFlows(deps)
}

/**
 * Whether an ID token has to come: the scope asks for it, and the server is an OpenID provider. An authorization
 * server of RFC 8414 alone may have a scope of that name, and no ID tokens.
 *
 * @see [OIDC Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata) both are REQUIRED of a provider
 */
function expectsIdToken(config: openid.Configuration, scope: string): boolean {
  const metadata = config.serverMetadata()
  const isOpenId =
    metadata.id_token_signing_alg_values_supported !== undefined ||
    metadata.subject_types_supported !== undefined
  return isOpenId && scope.split(' ').includes('openid')
}

class PendingFlows implements TokenFlows {
  readonly #deps: TokenFlowsDeps
  readonly #flows = new Map<string, Pending>()

  constructor(deps: TokenFlowsDeps) {
    this.#deps = deps
  }

  async startFlow(order: FlowOrder, call: Partial<ClientCall> = {}): Promise<Flow> {
    const client = await openClient(this.#deps, order.registration, {
      label: `Start ${order.grant}`,
      ...call,
    })
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
    // The same answer again, at the same time, finds no flow.
    pending.state = ''
    const { config } = client
    await this.#settle(pending, () =>
      openid.authorizationCodeGrant(
        config,
        url,
        {
          pkceCodeVerifier: verifier,
          expectedState: state,
          ...(nonce !== '' && { expectedNonce: nonce }),
        },
        order.resource === undefined ? undefined : { resource: order.resource },
        bindTo(config, keys),
      ),
    )
    return pending.flow
  }

  async #startCode(
    base: Omit<Pending, 'flow'> & { order: Extract<FlowOrder, { grant: 'authorization_code' }> },
  ): Promise<Flow> {
    const { order, client, keys } = base
    const { config } = client
    const verifier = openid.randomPKCECodeVerifier()
    const state = openid.randomState()
    const nonce = expectsIdToken(config, order.scope) ? openid.randomNonce() : ''
    const parameters = {
      ...buildParameters(client.registration, order),
      redirect_uri: this.#deps.callbackUrl,
      state,
      ...(nonce !== '' && { nonce }),
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(order.scope.split(' ').includes('offline_access') && { prompt: 'consent' }),
    }
    const url = order.par
      ? await callProvider(this.#deps, client, () =>
          openid.buildAuthorizationUrlWithPAR(config, parameters, bindTo(config, keys)),
        )
      : openid.buildAuthorizationUrl(config, parameters)
    const flow: Flow = { id: randomUUID(), grant: order.grant, state: 'waiting', url: url.href }
    this.#flows.set(flow.id, { ...base, flow, verifier, state, nonce })
    return flow
  }

  async #startDevice(base: Omit<Pending, 'flow'>): Promise<Flow> {
    const { order, client, keys } = base
    const { config, registration } = client
    const answer = await callProvider(this.#deps, client, () =>
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
      openid.pollDeviceAuthorizationGrant(config, answer, undefined, bindTo(config, keys)),
    ).catch(() => undefined)
    return flow
  }

  /** Ends a flow with a token or with the provider's refusal. */
  async #settle(pending: Pending, act: () => Promise<openid.TokenEndpointResponse>): Promise<void> {
    const { flow, order, keys, client } = pending
    try {
      const answer = await callProvider(this.#deps, client, act)
      const { id } = await keepToken(this.#deps, { order, answer, keys, run: client.context.run })
      pending.flow = { ...flow, state: 'done', token: id }
    } catch (thrown) {
      const error = AppError.from(thrown)
      pending.flow = { ...flow, state: 'failed', failure: error.options.detail ?? error.message }
      throw error
    }
  }
}
